package io.github.fgaspring.emulator.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.github.fgaspring.emulator.AcmeEmulator;
import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

class ControlApiTests {

	private final FgaEmulator emulator = AcmeEmulator.start();

	private final EmulatorClient client = new EmulatorClient(this.emulator);

	@AfterEach
	void stop() {
		this.emulator.close();
	}

	@Test
	void tokensWhenPersonIsGivenThenMintsTheUsualToken() throws ParseException {
		JWTClaimsSet claims = mint("""
				{"user_id": "user_alice", "organization_id": "org_acme"}""");
		assertThat(claims.getSubject()).isEqualTo("user_alice");
		assertThat(claims.getStringClaim("org_id")).isEqualTo("org_acme");
	}

	@Test
	void tokensWhenChangesAreGivenThenMintsAnotherToken() throws ParseException {
		JWTClaimsSet claims = mint("""
				{"user_id": "user_alice", "organization_id": "org_acme", "expires_in": -60, "foreign_key": true,
				 "key_id": "other", "claims": {"iss": "https://evil.test", "permissions": ["a"], "role": null}}""");
		assertThat(claims.getIssuer()).isEqualTo("https://evil.test");
		assertThat(claims.getExpirationTime()).isBefore(Instant.now());
		assertThat(claims.getStringListClaim("permissions")).containsExactly("a");
		assertThat(claims.getClaim("role")).isNull();
	}

	@Test
	void tokensWhenNobodyIsGivenThenMintsTokenOfNobody() throws ParseException {
		assertThat(mint("{}").getSubject()).isEqualTo("user_emulator");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/tokens     | {"user_id": "user_nobody"}                     | There is no user 'user_nobody' in the emulator
					/tokens     | {"user": "user_alice"}                         | Validation failed: user is not a field here. Known:
					/tokens     | {                                              | The request body is not valid JSON.
					/tokens     | {"expires_in": 9223372036854775807}            | Validation failed: expires_in
					/clock      | {"advance": "soon"}                            | Validation failed: advance is not what it must be.
					/clock      | {"advance": 9223372036854775807}               | The clock can be moved from 1970-01-01T00:00:00Z to 9998
					/clock      | {"advance": -9223372036854775807}              | The clock can be moved from
					/tokens     | {"organization_id": "org_acme"}                | There is no user who selects organization 'org_acme'
					/tokens     | {"expires_in": -9223372036854775808}           | Validation failed: expires_in
					/faults     | {"path": "/a", "headers": {"X": null}}         | Validation failed: headers
					/faults     | {"path": "/a", "retry_after": -1}              | retryAfter must not be negative
					/faults     | {"status": 500}                                | Validation failed: path is required.
					/faults     | {"path": "authorization"}                      | A path pattern must begin with '/'
					/faults     | {"path": "/a", "status": 99}                   | status must be from 200 to 599, not 99
					/webhooks   | {"url": "http://localhost/hook"}               | Validation failed: url and secret are required.
					/webhooks   | {"url": "localhost", "secret": "whsec_a"}      | The URL of a webhook must be an HTTP URL
					/webhooks   | {"url": "http://localhost/", "secret": ""}     | The secret of a webhook must not be blank
					/webhooks   | {"url": ":", "secret": "whsec_a"}              | Validation failed: url is not what it must be.
					/faults     | {"path": "/a", "delay": 1}                     | Validation failed: delay is not a field here. Known:
					""")
	void postWhenBodyIsWrongThenUnprocessable(String path, String body, String message) {
		Response response = this.client.post("/_emulator" + path, body);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.json().get("message").stringValue()).contains(message);
	}

	@Test
	void keysWhenRotatedThenShowsTheNewOne() {
		Response response = this.client.post("/_emulator/keys/rotate", "{}");
		assertThat(response.json().get("keys").size()).isEqualTo(2);
		response = this.client.post("/_emulator/keys/rotate", "{\"retire_earlier\": true}");
		assertThat(response.json().get("keys").size()).isEqualTo(1);
	}

	@Test
	void clockWhenAdvancedThenEverythingIsDatedAnew() {
		Instant before = this.emulator.now();
		Response response = this.client.post("/_emulator/clock", "{\"advance\": 3600}");
		assertThat(Instant.parse(response.json().get("now").stringValue())).isCloseTo(before.plusSeconds(3600),
				within(Duration.ofMinutes(1)));
		assertThat(this.emulator.now()).isAfterOrEqualTo(before.plusSeconds(3600));
		assertThat(this.client.get("/_emulator/clock").status()).isEqualTo(200);
	}

	@Test
	void faultsWhenInjectedThenHappen() {
		String fault = """
				{"method": "GET", "path": "/sso/**", "times": 1, "delay_millis": 1, "status": 503, "body": "down",
				 "headers": {"X-A": "b"}}""";
		assertThat(this.client.post("/_emulator/faults", fault).status()).isEqualTo(201);
		assertThat(this.client.get("/_emulator/faults").text()).isEqualTo("{\"data\":[\"Fault[GET /sso/**]\"]}");
		Response response = this.client.get("/sso/jwks/client_emulator");
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.text()).isEqualTo("down");
		assertThat(response.http().headers().firstValue("X-A")).hasValue("b");
		assertThat(this.client.get("/sso/jwks/client_emulator").status()).isEqualTo(200);
	}

	@Test
	void faultsWhenEveryKindIsWantedThenIsInjected() {
		this.client.post("/_emulator/faults", "{\"path\": \"/a\", \"retry_after\": 3}");
		assertThat(this.client.get("/a").http().headers().firstValue("Retry-After")).hasValue("3");
		this.client.post("/_emulator/faults", "{\"path\": \"/b\", \"reset_connection\": true}");
		this.client.post("/_emulator/faults", "{\"path\": \"/b\", \"truncate_body\": true}");
		assertThat(delete("/_emulator/faults").status()).isEqualTo(204);
		assertThat(this.client.get("/a").status()).isEqualTo(404);
		assertThat(this.client.get("/b").status()).isEqualTo(404);
	}

	@Test
	void requestsWhenSomeWereSentThenShowsThem() {
		this.client.get("/sso/jwks/client_emulator?a=b");
		this.client.get("/other");
		Response response = this.client.get("/_emulator/requests?path=/sso/**");
		assertThat(response.json().get("count").intValue()).isEqualTo(1);
		assertThat(response.json().at("/data/0/method").stringValue()).isEqualTo("GET");
		assertThat(response.json().at("/data/0/query").stringValue()).isEqualTo("a=b");
		assertThat(delete("/_emulator/requests").status()).isEqualTo(204);
		assertThat(this.client.get("/_emulator/requests").json().get("count").intValue()).isZero();
	}

	@Test
	void webhooksWhenAddedThenGetEventsUntilRemoved() throws IOException {
		HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		Queue<String> events = new ConcurrentLinkedQueue<>();
		receiver.createContext("/", (exchange) -> {
			events.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(200, -1);
		});
		receiver.start();
		String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
		Response added = this.client.post("/_emulator/webhooks",
				"{\"url\": \"%s\", \"secret\": \"whsec_a\"}".formatted(url));
		assertThat(added.status()).isEqualTo(204);
		this.emulator.sessionToken("user_alice");
		await().until(() -> events.size() == 1);
		assertThat(delete("/_emulator/webhooks?url=" + url).status()).isEqualTo(204);
		this.client.post("/_emulator/webhooks", "{\"url\": \"%s2\", \"secret\": \"whsec_a\"}".formatted(url));
		this.emulator.sessionToken("user_bob");
		await().until(() -> events.size() == 2);
		receiver.stop(0);
		assertThat(delete("/_emulator/webhooks").status()).isEqualTo(422);
		assertThat(delete("/_emulator/webhooks?url=%3A").status()).isEqualTo(422);
	}

	@Test
	void snapshotsWhenRestoredThenEverythingIsAsItWas() {
		String id = this.client.post("/_emulator/snapshots", "").json().get("id").stringValue();
		this.emulator.sessionToken("user_alice");
		assertThat(this.client.post("/_emulator/snapshots/" + id + "/restore", "").status()).isEqualTo(204);
		assertThat(this.client.post("/_emulator/snapshots/none/restore", "").status()).isEqualTo(404);
	}

	@Test
	void clockWhenItCannotBeMovedThenStays() {
		Instant before = this.emulator.now();
		this.client.post("/_emulator/clock", "{\"advance\": 9223372036854775807}");
		assertThat(this.emulator.now()).isCloseTo(before, within(Duration.ofMinutes(1)));
	}

	@Test
	void snapshotsWhenTakenAtTheSameTimeThenHaveDifferentIds() {
		Stream.iterate(0, (i) -> i < 500, (i) -> i + 1)
			.forEach((i) -> this.client.post("/organizations", "{\"name\": \"Many\"}"));
		List<CompletableFuture<String>> snapshots = Stream
			.generate(() -> CompletableFuture
				.supplyAsync(() -> this.client.post("/_emulator/snapshots", "").json().get("id").stringValue()))
			.limit(32)
			.toList();
		assertThat(snapshots).extracting(CompletableFuture::join).doesNotHaveDuplicates();
	}

	@Test
	void resetWhenThingsHaveChangedThenIsAsAfterTheStart() {
		Instant before = this.emulator.now();
		this.emulator.inject(Fault.on("/**").status(500));
		this.emulator.advanceClock(Duration.ofDays(1));
		assertThat(this.client.post("/_emulator/reset", "").status()).isEqualTo(204);
		assertThat(this.client.get("/sso/jwks/client_emulator").status()).isEqualTo(200);
		assertThat(this.emulator.now()).isCloseTo(before, within(Duration.ofMinutes(1)));
	}

	@ParameterizedTest
	@CsvSource({ "POST, /tokens", "POST, /keys/rotate", "GET, /clock", "POST, /clock", "GET, /faults", "POST, /faults",
			"DELETE, /faults", "GET, /requests", "DELETE, /requests", "POST, /webhooks", "DELETE, /webhooks",
			"POST, /snapshots", "POST, /snapshots/snapshot_emulator_1/restore", "POST, /reset" })
	void answerWhenKeyIsMissingThenUnauthorized(String method, String path) {
		EmulatorClient stranger = new EmulatorClient(this.emulator.baseUrl(), "other");
		assertThat(stranger.send(stranger.request("/_emulator" + path).method(method, BodyPublishers.noBody()).build())
			.status()).isEqualTo(401);
	}

	private JWTClaimsSet mint(String body) throws ParseException {
		Response response = this.client.post("/_emulator/tokens", body);
		assertThat(response.status()).isEqualTo(201);
		return SignedJWT.parse(response.json().get("token").stringValue()).getJWTClaimsSet();
	}

	private Response delete(String path) {
		return this.client.send(this.client.request(path).DELETE().build());
	}

}
