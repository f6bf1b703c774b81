package io.github.fgaspring.emulator.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.traffic.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiServerTests {

	private final Router router = new Router(List.of(Route.open("GET", "/open", (request) -> ApiResponse.ok(Map.of())),
			Route.authenticated("GET", "/things/{id}", ApiServerTests::describe),
			Route.authenticated("POST", "/things/{id}", ApiServerTests::describe),
			Route.open("GET", "/broken", (request) -> {
				throw new IllegalStateException("internal detail");
			})), "sk_test_key");

	private final Traffic traffic = new Traffic();

	private final ApiServer server = ApiServer.bind("127.0.0.1", 0);

	private final EmulatorClient client = new EmulatorClient(this.server.baseUrl(), "sk_test_key");

	@BeforeEach
	void start() {
		this.server.start(this.router, this.traffic);
	}

	private static ApiResponse describe(ApiRequest request) {
		request.allowOnlyParameters(List.of("q"));
		return ApiResponse
			.ok(Map.of("id", request.pathVariable("id"), "q", request.queryParameter("q").orElse("none")));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void answerWhenPathAndQueryAreEncodedThenDecodesThem() {
		Response response = this.client.get("/things/a%2Fb%20c+d?q=x%26y+z&q=2");
		assertThat(response.json().get("id").stringValue()).isEqualTo("a/b c+d");
		assertThat(response.json().get("q").stringValue()).isEqualTo("x&y z,2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/things/1?", "/things/1?&q=a", "/things/1?q=a&" })
	void answerWhenQueryHasEmptyPartsThenPassesOverThem(String path) {
		assertThat(this.client.get(path).json().get("q").stringValue()).isIn("a", "none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/other", "/things", "/things/", "/things/1/more", "/OPEN", "/open/" })
	void answerWhenPathIsUnknownThenNotFound(String path) {
		assertError(this.client.get(path), 404);
	}

	@Test
	void answerWhenMethodIsAnotherThenNotAllowed() {
		Response response = this.client
			.send(this.client.request("/things/1").method("DELETE", BodyPublishers.noBody()).build());
		assertError(response, 405);
		assertThat(response.http().headers().firstValue("Allow")).hasValue("GET, POST");
	}

	@Test
	void answerWhenMethodIsHeadThenHasNoBody() {
		Response response = this.client
			.send(this.client.request("/open").method("HEAD", BodyPublishers.noBody()).build());
		assertThat(response.status()).isEqualTo(405);
		assertThat(response.text()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Bearer sk_test_other", "Bearer ", "Bearer sk_test_key2", "Basic sk_test_key", "sk_test_key" })
	void answerWhenKeyIsWrongThenUnauthorized(String authorization) {
		assertError(this.client.send(HttpRequest.newBuilder(this.server.baseUrl().resolve("/things/1"))
			.header("Authorization", authorization)
			.build()), 401);
	}

	@Test
	void answerWhenKeyIsMissingThenUnauthorizedOnlyWhereItIsNeeded() {
		assertError(this.client.send(HttpRequest.newBuilder(this.server.baseUrl().resolve("/things/1")).build()), 401);
		assertThat(this.client.send(HttpRequest.newBuilder(this.server.baseUrl().resolve("/open")).build()).status())
			.isEqualTo(200);
	}

	@Test
	void answerWhenEndpointFailsThenKeepsTheReasonToItself() {
		Response response = this.client.get("/broken");
		assertError(response, 500);
		assertThat(response.text()).doesNotContain("internal detail", "Exception", "at io.github");
	}

	@Test
	void answerWhenBodyIsTooLargeThenReadsItAndAnswers() throws IOException {
		String body = "x".repeat(4 * 1024 * 1024);
		assertThat(exchange("Content-Length: " + body.length(), body)).startsWith("HTTP/1.1 413 ")
			.endsWith("{\"message\":\"The request body is larger than 1 MiB.\"}");
	}

	@Test
	void answerWhenBodyIsNotFramedCorrectlyThenBadRequest() throws IOException {
		assertThat(exchange("Transfer-Encoding: chunked", "not a chunk\r\n")).startsWith("HTTP/1.1 400 ")
			.endsWith("{\"message\":\"The request body is not framed correctly.\"}");
	}

	private String exchange(String header, String body) throws IOException {
		URI baseUrl = this.server.baseUrl();
		try (Socket socket = new Socket(baseUrl.getHost(), baseUrl.getPort())) {
			String request = "POST /things/1 HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n%s".formatted(header, body);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void answerWhenConnectionIsKeptThenDoesNotStall() {
		// A delayed acknowledgement would cost 40 ms in every one of these.
		long[] nanos = new long[200];
		for (int i = 0; i < nanos.length; i++) {
			long start = System.nanoTime();
			assertThat(this.client.post("/things/1", "{}").status()).isEqualTo(200);
			nanos[i] = System.nanoTime() - start;
		}
		Arrays.sort(nanos);
		assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(20));
	}

	@Test
	void answerWhenBodyIsTooLargeThenRefusesIt() {
		assertError(this.client.post("/things/1", "x".repeat(1024 * 1024 + 1)), 413);
	}

	@Test
	void answerWhenUrlIsEncodedWronglyThenBadRequest() throws IOException {
		assertThat(raw("GET /things/%zz HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_key\r\n\r\n"))
			.startsWith("HTTP/1.1 400");
		assertThat(raw("GET /things/a?q=%C HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_key\r\n\r\n"))
			.startsWith("HTTP/1.1 400");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			127.0.0.1,           200
			127.0.0.1:4100,      200
			localhost,           200
			LOCALHOST:80,        200
			app.localhost:80,    200
			[::1]:80,            200
			evil.test,           421
			127.0.0.1.evil.test, 421
			localhost.evil.test, 421
			10.0.0.1,            421
			""")
	void answerWhenHostIsNotLoopbackThenMisdirected(String host, int status) throws IOException {
		assertThat(raw("GET /open HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).startsWith("HTTP/1.1 " + status);
	}

	private String raw(String request) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.server.baseUrl().getPort())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
		}
	}

	private static void assertError(Response response, int status) {
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.json().propertyNames()).containsExactly("message");
		assertThat(response.json().get("message").stringValue()).isNotBlank();
	}

}
