package io.github.fgaspring.emulator;

import java.net.URI;

import io.github.fgaspring.emulator.api.WorkosApi;
import io.github.fgaspring.emulator.http.ApiServer;
import io.github.fgaspring.emulator.http.Router;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.seed.SeedReader;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SigningKey;

/**
 * A WorkOS in memory, for development and tests. It answers over HTTP on a loopback
 * address as WorkOS does, and gives a session token to whoever asks.
 */
public final class FgaEmulator implements AutoCloseable {

	private final EmulatorState state;

	private final ApiServer server;

	private final SessionTokenMinter tokens;

	private FgaEmulator(EmulatorState state, ApiServer server, SessionTokenMinter tokens) {
		this.state = state;
		this.server = server;
		this.tokens = tokens;
	}

	/**
	 * Start an emulator.
	 * @param config how to start it
	 * @return the running emulator
	 * @throws io.github.fgaspring.emulator.seed.IllegalSeedException if the seed is wrong
	 * @throws IllegalArgumentException if the address is not a loopback address
	 * @throws java.io.UncheckedIOException if the port is taken
	 */
	public static FgaEmulator start(EmulatorConfig config) {
		EmulatorState state = SeedReader.read(config.seed(), config.clock().instant());
		SigningKey key = SigningKey.generate();
		Router router = new Router(new WorkosApi(state, key).routes(), state.apiKey());
		ApiServer server = ApiServer.start(config.bindAddress(), config.port(), router);
		SessionTokenMinter tokens = new SessionTokenMinter(state, key, server.baseUrl(), config.clock(),
				config.tokenLifetime());
		return new FgaEmulator(state, server, tokens);
	}

	/**
	 * Where the emulator answers, in place of {@code https://api.workos.com}.
	 * @return a URL without a path, such as {@code http://127.0.0.1:41234}
	 */
	public URI baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * The key that callers of the API send as bearer token.
	 * @return the key
	 */
	public String apiKey() {
		return this.state.apiKey();
	}

	/**
	 * The client id that session tokens are issued for.
	 * @return the client id
	 */
	public String clientId() {
		return this.state.clientId();
	}

	/**
	 * A session token as a person gets it who signs in and selects an organization.
	 * @param userId the id of the person
	 * @param organizationId the id of the organization
	 * @return the signed token
	 * @throws IllegalArgumentException if there is no such person or organization, or the
	 * person has no active membership in it
	 */
	public String sessionToken(String userId, String organizationId) {
		return this.tokens.mint(userId, organizationId);
	}

	/**
	 * A session token as a person gets it who signs in and selects no organization.
	 * @param userId the id of the person
	 * @return the signed token
	 * @throws IllegalArgumentException if there is no such person
	 */
	public String sessionToken(String userId) {
		return this.tokens.mint(userId, null);
	}

	/**
	 * Go back to the seed: the state as started, without faults and recorded requests,
	 * and with the clock that was given.
	 */
	public void reset() {
		// Nothing can change yet.
	}

	/**
	 * Stop answering.
	 */
	@Override
	public void close() {
		this.server.close();
	}

}
