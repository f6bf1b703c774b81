package io.github.fgaspring.emulator;

import java.net.URI;
import java.util.List;

import io.github.fgaspring.emulator.api.WorkosApi;
import io.github.fgaspring.emulator.event.EventPublisher;
import io.github.fgaspring.emulator.http.ApiServer;
import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.http.Router;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.seed.SeedReader;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SigningKeys;
import io.github.fgaspring.emulator.traffic.Traffic;

/**
 * A WorkOS in memory, for development and tests. It answers over HTTP on a loopback
 * address as WorkOS does, and gives a session token to whoever asks.
 */
public final class FgaEmulator implements AutoCloseable {

	private final EmulatorState state;

	private final SessionTokenMinter tokens;

	private final ApiServer server;

	private final List<Route> routes;

	private FgaEmulator(EmulatorState state, SessionTokenMinter tokens, ApiServer server, List<Route> routes) {
		this.state = state;
		this.tokens = tokens;
		this.server = server;
		this.routes = routes;
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
		SigningKeys keys = new SigningKeys();
		EmulatorClock clock = new EmulatorClock(config.clock());
		EmulatorState state = SeedReader.read(config.seed(), clock);
		StateChanges changes = new StateChanges(state, new EventPublisher(state, (event) -> {
		}));
		ApiServer server = ApiServer.bind(config.bindAddress(), config.port());
		SessionTokenMinter tokens = new SessionTokenMinter(state, changes, keys, server.baseUrl(),
				config.tokenLifetime());
		List<Route> routes = new WorkosApi(state, changes, keys, tokens).routes();
		server.start(new Router(routes, state.apiKey()), new Traffic());
		return new FgaEmulator(state, tokens, server, routes);
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
		return this.state.exclusively(() -> this.tokens.mint(userId, organizationId));
	}

	/**
	 * A session token as a person gets it who signs in and selects no organization.
	 * @param userId the id of the person
	 * @return the signed token
	 * @throws IllegalArgumentException if there is no such person
	 */
	public String sessionToken(String userId) {
		return this.state.exclusively(() -> this.tokens.mint(userId, null));
	}

	List<Route> routes() {
		return this.routes;
	}

	/**
	 * Stop answering.
	 */
	@Override
	public void close() {
		this.server.close();
	}

}
