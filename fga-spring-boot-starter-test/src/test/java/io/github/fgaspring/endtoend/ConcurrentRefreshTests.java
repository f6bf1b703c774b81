package io.github.fgaspring.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.fgaspring.client.ApiStatus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A browser sends many requests with the same expired session at once: the exchange of
 * its refresh token is held until all of them wait for it.
 */
@SpringBootTest(classes = ThingApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.remote.deadline=30s", "fga.remote.read-timeout=30s",
				"fga.session.sealed-cookie.password=" + Frontend.PASSWORD, "fga.session.sealed-cookie.refresh=true" })
@Import(ConcurrentRefreshTests.HoldingConfiguration.class)
class ConcurrentRefreshTests extends AbstractConnectedTests {

	private static final int REQUESTS = 20;

	private static final String GRANTS = "/user_management/authenticate";

	private static volatile CountDownLatch gate = new CountDownLatch(0);

	private final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Autowired
	private ApiStatus status;

	@LocalServerPort
	private int port;

	@Test
	void requestsWhenSessionHasExpiredThenOneExchangeAndOneCookie() {
		JsonNode signedIn = new Frontend(this.emulator).signInAnHourAgo();
		String cookie = Frontend.cookie(signedIn);
		this.emulator.clearRequests();
		gate = new CountDownLatch(1);
		List<CompletableFuture<HttpResponse<String>>> requests = IntStream.range(0, REQUESTS)
			.mapToObj((i) -> send("/things/thing-4711", cookie))
			.toList();
		try {
			await().atMost(Duration.ofSeconds(25))
				.untilAsserted(() -> assertThat(this.status.getSparedCalls()).isEqualTo(REQUESTS - 1));
		}
		finally {
			gate.countDown();
		}
		List<HttpResponse<String>> answers = requests.stream().map(CompletableFuture::join).toList();
		assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
		assertThat(this.emulator.requests(GRANTS)).hasSize(1);
		List<String> written = answers.stream().flatMap((answer) -> cookies(answer).stream()).toList();
		assertThat(written).hasSize(1);
		HttpResponse<String> late = send("/things/thing-4711", cookie).join();
		assertThat(late.statusCode()).isEqualTo(200);
		assertThat(cookies(late)).hasSize(1);
		HttpResponse<String> next = send("/things/thing-4711",
				written.get(0).substring(Frontend.COOKIE.length() + 1, written.get(0).indexOf(';')))
			.join();
		assertThat(next.statusCode()).isEqualTo(200);
		assertThat(cookies(next)).isEmpty();
		assertThat(this.emulator.requests(GRANTS)).hasSize(1);
	}

	private static List<String> cookies(HttpResponse<String> answer) {
		return answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith(Frontend.COOKIE))
			.toList();
	}

	private CompletableFuture<HttpResponse<String>> send(String path, String cookie) {
		return this.browser.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Cookie", Frontend.COOKIE + "=" + cookie)
			.timeout(Duration.ofSeconds(60))
			.build(), BodyHandlers.ofString());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class HoldingConfiguration {

		@Bean
		RestClientCustomizer holdingCustomizer() {
			return (builder) -> builder.requestInterceptor((request, body, execution) -> {
				if (request.getURI().getPath().equals(GRANTS)) {
					await(gate);
				}
				return execution.execute(request, body);
			});
		}

		private static void await(CountDownLatch latch) {
			try {
				latch.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
