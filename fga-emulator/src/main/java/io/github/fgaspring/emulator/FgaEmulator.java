package io.github.fgaspring.emulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.emulator.api.WorkosApi;
import io.github.fgaspring.emulator.control.ControlApi;
import io.github.fgaspring.emulator.control.EmulatorClock;
import io.github.fgaspring.emulator.control.EmulatorControls;
import io.github.fgaspring.emulator.event.EventPublisher;
import io.github.fgaspring.emulator.event.WebhookSender;
import io.github.fgaspring.emulator.http.ApiServer;
import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.http.Router;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.seed.SeedReader;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SigningKeys;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.emulator.traffic.Traffic;

/**
 * A WorkOS in memory, for development and tests. It answers over HTTP on a loopback
 * address as WorkOS does, and gives a session token to whoever asks.
 */
public final class FgaEmulator implements AutoCloseable {

	private final EmulatorState state;

	private final EmulatorControls controls;

	private final ApiServer server;

	private final WebhookSender webhooks;

	private final List<Route> routes;

	private FgaEmulator(EmulatorState state, EmulatorControls controls, ApiServer server, WebhookSender webhooks,
			List<Route> routes) {
		this.state = state;
		this.controls = controls;
		this.server = server;
		this.webhooks = webhooks;
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
		WebhookSender webhooks = new WebhookSender(state);
		StateChanges changes = new StateChanges(state, new EventPublisher(state, webhooks));
		ApiServer server = ApiServer.bind(config.bindAddress(), config.port());
		SessionTokenMinter tokens = new SessionTokenMinter(state, changes, keys, server.baseUrl(),
				config.tokenLifetime());
		EmulatorControls controls = new EmulatorControls(state, changes, clock, keys, tokens, new Traffic(), webhooks);
		List<Route> routes = new ArrayList<>(new WorkosApi(state, changes, keys, tokens).routes());
		routes.addAll(new ControlApi(controls).routes());
		server.start(new Router(routes, state.apiKey()), controls.traffic());
		return new FgaEmulator(state, controls, server, webhooks, routes);
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
		return sessionTokenBuilder(userId, organizationId).build();
	}

	/**
	 * A session token as a person gets it who signs in and selects no organization.
	 * @param userId the id of the person
	 * @return the signed token
	 * @throws IllegalArgumentException if there is no such person
	 */
	public String sessionToken(String userId) {
		return sessionTokenBuilder(userId).build();
	}

	/**
	 * A session token as a person gets it who signs in and selects an organization, to be
	 * changed before it is signed.
	 * @param userId the id of the person
	 * @param organizationId the id of the organization
	 * @return the builder
	 * @throws IllegalArgumentException if there is no such person or organization, or the
	 * person has no active membership in it
	 */
	public SessionTokenBuilder sessionTokenBuilder(String userId, String organizationId) {
		return this.controls.token(userId, organizationId);
	}

	/**
	 * A session token as a person gets it who signs in and selects no organization, to be
	 * changed before it is signed.
	 * @param userId the id of the person
	 * @return the builder
	 * @throws IllegalArgumentException if there is no such person
	 */
	public SessionTokenBuilder sessionTokenBuilder(String userId) {
		return this.controls.token(userId, null);
	}

	/**
	 * A session token of nobody that the emulator knows, to be filled with any claims. It
	 * has a subject, a session id, the usual issuer and the usual lifetime.
	 * @return the builder
	 */
	public SessionTokenBuilder sessionTokenBuilder() {
		return this.controls.token(null, null);
	}

	/**
	 * Let a membership hold a role on a resource and on everything below it, as the API
	 * can do. What it holds already it keeps.
	 * @param membershipId the id of the membership
	 * @param role the slug of the role
	 * @param resourceType the slug of the resource type
	 * @param externalId the id of the resource in the customer's own database; for an
	 * organization, its id
	 * @throws IllegalArgumentException if there is no such membership, role or resource,
	 * or the role is for another type of resource
	 */
	public void assignRole(String membershipId, String role, String resourceType, String externalId) {
		this.controls.assignRole(membershipId, role, resourceType, externalId);
	}

	/**
	 * Take a role back that was assigned to a membership itself, as the API can do.
	 * @param membershipId the id of the membership
	 * @param role the slug of the role
	 * @param resourceType the slug of the resource type
	 * @param externalId the id of the resource in the customer's own database; for an
	 * organization, its id
	 * @throws IllegalArgumentException if there is no such membership or resource, the
	 * membership does not hold the role there, or it is its last role in the organization
	 */
	public void removeRole(String membershipId, String role, String resourceType, String externalId) {
		this.controls.removeRole(membershipId, role, resourceType, externalId);
	}

	/**
	 * Sign with a new key from now on. The keys so far stay published.
	 */
	public void rotateKeys() {
		this.controls.keys().rotate();
	}

	/**
	 * Publish only the key that signs, so that tokens signed by earlier ones are no
	 * longer valid.
	 */
	public void retireEarlierKeys() {
		this.controls.keys().retireEarlierKeys();
	}

	/**
	 * The time at which the emulator is.
	 * @return the time
	 */
	public Instant now() {
		return this.controls.now();
	}

	/**
	 * Move the emulator's clock, which dates tokens, objects and signatures.
	 * @param duration how far; backwards if negative
	 * @throws IllegalArgumentException if the clock would leave the years 1970 to 9998
	 */
	public void advanceClock(Duration duration) {
		this.controls.advanceClock(duration);
	}

	/**
	 * Send every event from now on to an application, as the webhooks of the seed are
	 * sent: signed, in order, and again if it does not arrive. An address that is known
	 * already gets another secret. Snapshots hold the webhooks, too, and a reset goes
	 * back to those of the seed.
	 * @param url the address, such as {@code http://localhost:8080/fga/webhooks}
	 * @param secret the secret that signs what is sent
	 * @throws IllegalArgumentException if the address is no HTTP URL, or the secret blank
	 */
	public void addWebhook(URI url, String secret) {
		this.controls.addWebhook(url, secret);
	}

	/**
	 * Send no more events to an address, not even those that wait to be sent.
	 * @param url the address
	 */
	public void removeWebhook(URI url) {
		this.controls.removeWebhook(url);
	}

	/**
	 * Let something go wrong with answers from now on. If several faults match a request,
	 * the one injected last happens.
	 * @param fault what goes wrong
	 */
	public void inject(Fault fault) {
		this.controls.traffic().inject(fault);
	}

	/**
	 * Let nothing go wrong any more.
	 */
	public void clearFaults() {
		this.controls.traffic().clearFaults();
	}

	/**
	 * The requests that the emulator got on its WorkOS paths; of very many, the latest.
	 * @return a copy, the oldest first
	 */
	public List<RecordedRequest> requests() {
		return this.controls.traffic().requests();
	}

	/**
	 * The requests that the emulator got on certain paths.
	 * @param path the path, in which {@code *} stands for one segment and {@code **} for
	 * anything, such as <code>/authorization/&#42;&#42;</code>
	 * @return a copy, the oldest first
	 */
	public List<RecordedRequest> requests(String path) {
		return this.controls.traffic().requests(path);
	}

	/**
	 * Forget the requests so far.
	 */
	public void clearRequests() {
		this.controls.traffic().clearRequests();
	}

	/**
	 * Remember what the emulator knows: everything that can be created, changed or
	 * deleted over its API, with sessions and events; and the webhooks.
	 * @return the snapshot
	 */
	public EmulatorSnapshot snapshot() {
		return new EmulatorSnapshot(this.controls.snapshot());
	}

	/**
	 * Go back to a snapshot, as often as you like. Events that wait to be sent to
	 * webhooks are dropped, and none is on its way any more.
	 * @param snapshot a snapshot of this emulator
	 */
	public void restore(EmulatorSnapshot snapshot) {
		this.controls.restore(snapshot.state());
	}

	/**
	 * Be as after the start: go back to the seed, clear faults and requests, and set the
	 * clock right. The keys stay, for whoever has fetched them already; and no id that
	 * was given once is given again.
	 */
	public void reset() {
		this.controls.reset();
	}

	/**
	 * Stop answering, and stop sending events.
	 */
	@Override
	public void close() {
		this.server.close();
		this.webhooks.close();
	}

	/**
	 * Everything that can be asked, for tests that try all of it.
	 */
	List<Route> routes() {
		return this.routes;
	}

}
