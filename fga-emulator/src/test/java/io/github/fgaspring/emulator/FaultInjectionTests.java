package io.github.fgaspring.emulator;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What goes wrong on purpose, and what the emulator remembers of its requests.
 */
class FaultInjectionTests extends AbstractAcmeTests {

	private static final String CHECK = "/authorization/organization_memberships/om_alice/check";

	private static final String QUESTION = """
			{"permission_slug": "project:edit", "resource_type_slug": "project", "resource_external_id": "web"}""";

	@BeforeEach
	void reset() {
		emulator.reset();
	}

	@Test
	void injectWhenStatusThenAnswersWithItUntilCleared() {
		emulator.inject(Fault.on("/authorization/**").status(503));
		assertThat(check().status()).isEqualTo(503);
		assertThat(check().json().get("message").stringValue()).isEqualTo("A fault was injected.");
		assertThat(client.get("/sso/jwks/client_emulator").status()).isEqualTo(200);
		emulator.clearFaults();
		assertThat(check().text()).isEqualTo("{\"authorized\":true}");
	}

	@Test
	void injectWhenTimesThenStopsByItself() {
		emulator.inject(Fault.on("POST", "/authorization/**").status(500).times(2));
		assertThat(check().status()).isEqualTo(500);
		assertThat(check().status()).isEqualTo(500);
		assertThat(check().status()).isEqualTo(200);
	}

	@Test
	void injectWhenRateLimitThenSaysWhenToRetry() {
		emulator.inject(Fault.on("/authorization/**").rateLimit(Duration.ofSeconds(7)));
		Response response = check();
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.http().headers().firstValue("Retry-After")).hasValue("7");
	}

	@Test
	void injectWhenBodyThenAnswersWithItAndStatus200() {
		emulator.inject(Fault.on("/authorization/**").body("<html>"));
		assertThat(check().status()).isEqualTo(200);
		assertThat(check().text()).isEqualTo("<html>");
	}

	@Test
	void injectWhenHeaderOnlyThenAddsItToTheUsualAnswer() {
		emulator.inject(Fault.on("/authorization/**").header("Content-Type", "text/plain").header("X-A", "b"));
		Response response = check();
		assertThat(response.text()).isEqualTo("{\"authorized\":true}");
		assertThat(response.http().headers().firstValue("Content-Type")).hasValue("text/plain");
		assertThat(response.http().headers().firstValue("X-A")).hasValue("b");
	}

	@Test
	void injectWhenConnectionIsResetThenThereIsNoAnswer() {
		emulator.inject(Fault.on("/authorization/**").resetConnection());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(Duration.ofSeconds(5)));
	}

	@Test
	void injectWhenBodyIsTruncatedThenItEndsTooEarly() {
		emulator.inject(Fault.on("/authorization/**").truncateBody());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(Duration.ofSeconds(5)))
			.withMessageContaining("content-length: 19, bytes received: 9");
	}

	@Test
	void injectWhenDelayedThenOthersAreNot() {
		emulator.inject(Fault.on("POST", "/authorization/**").delay(Duration.ofMinutes(1)));
		assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> send(Duration.ofMillis(100)));
		assertThat(client.get("/sso/jwks/client_emulator").status()).isEqualTo(200);
	}

	@Test
	void injectWhenFaultReplacesTheAnswerThenNothingIsDone() {
		emulator.inject(Fault.on("/**").status(500));
		assertThat(client.post("/user_management/sessions/revoke", "{}").status()).isEqualTo(500);
		assertThat(client.get("/_emulator/faults").status()).isEqualTo(200);
	}

	@Test
	void requestsWhenSomeWereSentThenAreReadBack() {
		check();
		client.get("/sso/jwks/client_emulator?a=b");
		client.get("/_emulator/clock");
		assertThat(emulator.requests()).hasToString("[POST " + CHECK + ", GET /sso/jwks/client_emulator]");
		RecordedRequest request = emulator.requests("/authorization/**").get(0);
		assertThat(request.body()).isEqualTo(QUESTION);
		assertThat(request.header("authorization")).hasValue("Bearer sk_test_emulator");
		assertThat(emulator.requests("/sso/**").get(0).query()).isEqualTo("a=b");
		emulator.clearRequests();
		assertThat(emulator.requests()).isEmpty();
	}

	@Test
	void requestsWhenThereIsNoAnswerThenAreReadBackToo() {
		emulator.inject(Fault.on("/authorization/**").resetConnection());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> send(Duration.ofSeconds(5)));
		assertThat(emulator.requests(CHECK)).isNotEmpty();
	}

	private static Response check() {
		return client.post(CHECK, QUESTION);
	}

	private static HttpResponse<String> send(Duration timeout) throws IOException, InterruptedException {
		HttpRequest request = client.request(CHECK)
			.timeout(timeout)
			.POST(HttpRequest.BodyPublishers.ofString(QUESTION))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
