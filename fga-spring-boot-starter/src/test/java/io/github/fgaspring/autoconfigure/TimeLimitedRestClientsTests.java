package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import javax.net.ssl.SSLHandshakeException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.RawHttpServer;
import io.github.fgaspring.support.RawHttpServer.Answer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * The clients on the wire, below anything that knows what is asked.
 */
@Timeout(60)
class TimeLimitedRestClientsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration LIMIT = Duration.ofMillis(300);

	private static final Duration PAUSE = Duration.ofMillis(20);

	/**
	 * More than the library keeps by default.
	 */
	private static final int MANY = 12;

	private static final String PATH = "/lists/secret-id";

	private final Set<Thread> others = new HashSet<>(Thread.getAllStackTraces().keySet());

	private final List<AutoCloseable> resources = new ArrayList<>();

	/**
	 * The protocols that requests came with to the server that has TLS.
	 */
	private final List<String> secured = new CopyOnWriteArrayList<>();

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" })
	void exchangeWhenAnswerDripsThenEndsAtTheLimit(String beginning) {
		RawHttpServer server = server((self, out, number) -> {
			out.write(beginning.getBytes());
			self.drip(out, beginning.contains("chunked") ? "1\r\nx\r\n" : "x", PAUSE);
			return false;
		});
		RestClient client = client(LIMIT);
		long start = System.nanoTime();
		ResourceAccessException failure = failure(() -> get(client, server));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LIMIT.dividedBy(2), LONG.dividedBy(2));
		assertThat(failure).hasCauseInstanceOf(InterruptedIOException.class);
	}

	@Test
	void exchangeWhenConnectingTakesTooLongThenEndsAtTheTimeout() throws IOException {
		// The system keeps one connection waiting to be accepted, and drops what would
		// be too much.
		try (ServerSocketChannel full = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0), 1)) {
			List<SocketChannel> waiting = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				SocketChannel channel = SocketChannel.open();
				channel.configureBlocking(false);
				channel.connect(full.getLocalAddress());
				waiting.add(channel);
			}
			RestClient client = restClients().builder(LIMIT, LONG).build();
			URI url = URI.create("http:/" + full.getLocalAddress() + PATH);
			long start = System.nanoTime();
			failure(() -> client.get().uri(url).retrieve().toBodilessEntity());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
			for (SocketChannel channel : waiting) {
				channel.close();
			}
		}
	}

	@Test
	void exchangeWhenNobodyListensThenFailsWithoutUrl() {
		RawHttpServer server = server(Answer.of(RawHttpServer.OK));
		server.close();
		assertThat(failure(() -> get(client(LONG), server))).hasCauseInstanceOf(ConnectException.class);
	}

	@Test
	void exchangeWhenThreadIsInterruptedThenEndsAtOnceAndStaysInterrupted() throws InterruptedException {
		RawHttpServer server = server((self, out, number) -> {
			self.hang();
			return false;
		});
		RestClient client = client(LONG);
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Thread thread = new Thread(() -> {
			failure(() -> get(client, server));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		thread.start();
		await().untilAsserted(() -> assertThat(server.requests()).hasSize(1));
		thread.interrupt();
		thread.join(LONG.dividedBy(2).toMillis());
		assertThat(interrupted).hasValue(true);
	}

	@Test
	void postWhenKeptConnectionBreaksThenIsNotSentAgain() {
		RawHttpServer server = server(this::answerOnce);
		RestClient client = client(LONG);
		post(client, server);
		failure(() -> post(client, server));
		assertThat(server.requests()).hasSize(2);
		post(client, server);
		assertThat(server.connections()).isEqualTo(2);
	}

	@Test
	void getWhenKeptConnectionBreaksThenIsSentOnANewOne() {
		RawHttpServer server = server(this::answerOnce);
		RestClient client = client(LONG);
		get(client, server);
		assertThat(get(client, server)).isEqualTo("ok");
		assertThat(server.requests()).hasSize(3);
	}

	@Test
	void getWhenNewConnectionBreaksThenIsNotSentAgain() {
		RawHttpServer server = server((self, out, number) -> false);
		failure(() -> get(client(LONG), server));
		assertThat(server.requests()).hasSize(1);
	}

	private boolean answerOnce(RawHttpServer server, OutputStream out, int number) throws IOException {
		if (number == 1) {
			out.write(RawHttpServer.OK.getBytes());
		}
		return number == 1;
	}

	@ParameterizedTest
	@ValueSource(strings = { "503 Busy\r\nRetry-After: 0", "408 Late\r\nRetry-After: 0", "408 Late", "421 Misdirected",
			"401 Who\r\nWWW-Authenticate: Basic realm=\"x\"" })
	void postWhenAnswerAsksForAnotherAttemptThenIsNotSentAgain(String answer) {
		RawHttpServer server = server(Answer.of("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n"));
		assertThat(status(client(LONG).post().uri(server.url(PATH)).body("x")))
			.isEqualTo(Integer.parseInt(answer.substring(0, 3)));
		assertThat(server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "7", "99999999999999999999", "soon" })
	void getWhenUnavailableThenIsNotSentAgainAndCallerSeesRetryAfter(String retryAfter) {
		RawHttpServer server = server(
				Answer.of("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: " + retryAfter + "\r\n\r\n"));
		Map<String, String> headers = client(LONG).get()
			.uri(server.url(PATH))
			.exchangeForRequiredValue((request, response) -> response.getHeaders().toSingleValueMap());
		assertThat(headers).containsEntry("Retry-After", retryAfter).doesNotContainKey("X-Fga-Retry-After");
		assertThat(server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/elsewhere", "https://127.0.0.1:1/elsewhere" })
	void exchangeWhenRedirectedThenIsNotFollowed(String location) {
		this.beans.addBean("settings", HttpClientSettings.defaults().withRedirects(HttpRedirects.FOLLOW));
		RawHttpServer server = server(
				Answer.of("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n"));
		assertThat(status(client(LONG).get().uri(server.url(PATH)))).isEqualTo(302);
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void exchangeWhenCookieIsSetThenIsNotSentBack() {
		this.beans.addBean("settings", HttpClientSettings.defaults().withCookieHandling(HttpCookieHandling.ENABLE));
		RawHttpServer server = server(
				Answer.of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b; Path=/\r\n\r\nok"));
		RestClient client = client(LONG);
		get(client, server);
		get(client, server);
		assertThat(server.requests()).hasSize(2).noneMatch((request) -> request.contains("a=b"));
	}

	@Test
	void exchangeWhenOneAfterAnotherThenConnectionIsReused() {
		RawHttpServer server = server(Answer.of(RawHttpServer.OK));
		RestClient client = client(LONG);
		get(client, server);
		post(client, server);
		get(client, server);
		assertThat(server.connections()).isOne();
	}

	@Test
	void exchangeWhenManyAtOnceThenAllConnectionsAreKept() {
		CyclicBarrier together = new CyclicBarrier(MANY);
		RawHttpServer server = server((self, out, number) -> {
			meet(together);
			out.write(RawHttpServer.OK.getBytes());
			return true;
		});
		RestClient client = client(LONG);
		for (int round = 0; round < 3; round++) {
			List<CompletableFuture<String>> all = IntStream.range(0, MANY)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> get(client, server),
						(task) -> new Thread(task).start()))
				.toList();
			assertThat(all).allSatisfy((answer) -> assertThat(answer.join()).isEqualTo("ok"));
		}
		assertThat(server.connections()).isEqualTo(MANY);
		assertThat(server.openConnections()).isEqualTo(MANY);
	}

	@Test
	void closeThenConnectionsAreClosedAndNoThreadIsLeftButTheLibrarysOwn() {
		RawHttpServer server = server(Answer.of("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{\"authorized\":true}"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_secret", "fga.client-id=client_test",
					"fga.base-url=" + server.url("").toString().replace("127.0.0.1", "localhost"))
			.run((context) -> {
				ResourceReference resource = ResourceReference.external("project", "p-1");
				assertThat(context.getBean(FgaClient.class).check("om_alice", "project:view", resource).isGranted())
					.isTrue();
				assertThat(server.openConnections()).isOne();
			});
		await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
		// Two belong to all users of the library in the JVM, and end when they have had
		// nothing to do for a minute.
		await().untilAsserted(() -> assertThat(newThreads()).allMatch((thread) -> thread.isDaemon()
				&& List.of("Okio Watchdog", "OkHttp TaskRunner").contains(thread.getName())));
	}

	private List<Thread> newThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.others.contains(thread)
					&& !List.of("raw-http-server", "awaitility-thread").contains(thread.getName()))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a/../b", "/a/./b", "/a/..", "/a/.", "/a/%2e%2e/b", "/a/%2E./b", "/../b" })
	void exchangeWhenPathHasDotSegmentsThenIsNotSent(String path) {
		RawHttpServer server = server(Answer.of(RawHttpServer.OK));
		RestClient client = client(LONG);
		ResourceAccessException failure = failure(
				() -> client.get().uri(server.url(path)).retrieve().body(String.class));
		assertThat(failure.toString() + failure.getCause()).doesNotContain(path);
		assertThat(server.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/a/..b/c", "/a/%2F..%2f/b", "/a%252e/~-_.!$&'()*+,;=:@/b?c=%2e%2E&d=../e", "//a//" })
	void exchangeThenUrlIsSentAsItIs(String path) {
		RawHttpServer server = server(Answer.of(RawHttpServer.OK));
		client(LONG).get().uri(server.url(path)).retrieve().toBodilessEntity();
		assertThat(server.requests()).singleElement().asString().startsWith("GET " + path + " HTTP/1.1\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n", "HTTP/2 nonsense\r\n\r\n", "\r\n\r\n",
			"HTTP/1.1 204 None\r\nContent-Length: 3\r\n\r\nabc" })
	void exchangeWhenAnswerIsNotHttpThenFails(String answer) {
		RawHttpServer server = server((self, out, number) -> {
			out.write(answer.getBytes());
			return false;
		});
		failure(() -> get(client(LONG), server));
	}

	@Test
	void exchangeWhenApplicationHasCustomizersThenTheirInterceptorsApplyInOrder() {
		this.beans.addBean("last", new Tenant("acme, last", Ordered.LOWEST_PRECEDENCE));
		this.beans.addBean("first", new Tenant("acme, first", Ordered.HIGHEST_PRECEDENCE));
		RawHttpServer server = server(Answer.of(RawHttpServer.OK));
		post(restClients().builder(LONG, LONG).defaultHeader("Authorization", "Bearer key").build(), server);
		assertThat(server.requests()).singleElement()
			.asString()
			.contains("X-Tenant: acme, first\r\nX-Tenant: acme, last", "Authorization: Bearer key",
					"Content-Length: 1");
	}

	@Test
	void exchangeWhenAddressIsFilteredOutThenIsNotSent() {
		this.beans.addBean("settings", HttpClientSettings.defaults()
			.withInetAddressFilter((InetAddress address) -> !address.isLoopbackAddress()));
		RawHttpServer server = server(Answer.of(RawHttpServer.OK));
		failure(() -> get(client(LONG), server));
		assertThat(server.connections()).isZero();
	}

	@Test
	void exchangeWhenBundleTrustsTheServerThenAnswersOverHttp2() throws Exception {
		URI url = secureServer();
		this.beans.addBean("settings", HttpClientSettings.ofSslBundle(bundle(SslOptions.NONE)));
		assertThat(client(LONG).get().uri(url).retrieve().body(String.class)).isEqualTo("ok");
		assertThat(this.secured).singleElement().isEqualTo("HTTP/2.0");
	}

	@Test
	void exchangeWhenBundleNamesProtocolsAndCiphersThenAnswers() throws Exception {
		URI url = secureServer();
		this.beans.addBean("settings", HttpClientSettings
			.ofSslBundle(bundle(SslOptions.of(Set.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"), Set.of("TLSv1.2")))));
		assertThat(client(LONG).get().uri(url).retrieve().body(String.class)).isEqualTo("ok");
	}

	@Test
	void exchangeWhenBundleAndServerHaveNoCipherInCommonThenFails() throws Exception {
		URI url = secureServer();
		this.beans.addBean("settings", HttpClientSettings
			.ofSslBundle(bundle(SslOptions.of(Set.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), Set.of("TLSv1.2")))));
		failure(() -> client(LONG).get().uri(url).retrieve().body(String.class));
	}

	@Test
	void exchangeWhenNobodyTrustsTheServerThenFails() throws Exception {
		URI url = secureServer();
		assertThat(failure(() -> client(LONG).get().uri(url).retrieve().body(String.class)))
			.hasCauseInstanceOf(SSLHandshakeException.class);
	}

	@Test
	void exchangeWhenServerHasAnotherNameThenFails() throws Exception {
		this.beans.addBean("settings", HttpClientSettings.ofSslBundle(bundle(SslOptions.NONE)));
		URI url = URI.create(secureServer().toString().replace("localhost", "127.0.0.2"));
		failure(() -> client(LONG).get().uri(url).retrieve().body(String.class));
	}

	private URI secureServer() throws Exception {
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.dynamicPort()
			.dynamicHttpsPort()
			.keystorePath("tls/localhost.p12")
			.keystoreType("PKCS12")
			.keystorePassword("changeit")
			.keyManagerPassword("changeit"));
		server.start();
		this.resources.add(server::stop);
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("ok")));
		server.addMockServiceRequestListener((request, response) -> this.secured.add(request.getProtocol()));
		return URI.create("https://localhost:" + server.httpsPort() + PATH);
	}

	private static SslBundle bundle(SslOptions options) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream content = TimeLimitedRestClientsTests.class.getResourceAsStream("/tls/localhost.p12")) {
			store.load(content, "changeit".toCharArray());
		}
		KeyStore trust = KeyStore.getInstance("PKCS12");
		trust.load(null, null);
		trust.setCertificateEntry("localhost", store.getCertificate("localhost"));
		return SslBundle.of(SslStoreBundle.of(null, null, trust), SslBundleKey.NONE, options);
	}

	private RawHttpServer server(Answer answer) {
		RawHttpServer server = new RawHttpServer(answer);
		this.resources.add(server);
		return server;
	}

	private RestClient client(Duration limit) {
		return restClients().builder(LONG, limit).build();
	}

	private TimeLimitedRestClients restClients() {
		TimeLimitedRestClients clients = new TimeLimitedRestClients(
				this.beans.getBeanProvider(RestClientCustomizer.class),
				this.beans.getBeanProvider(HttpClientSettings.class), new DefaultClientRequestObservationConvention(),
				2 * MANY);
		this.resources.add(clients);
		return clients;
	}

	private static String get(RestClient client, RawHttpServer server) {
		return client.get()
			.uri(server.url(PATH))
			.exchangeForRequiredValue((request, response) -> read(response.getBody()));
	}

	private static String post(RestClient client, RawHttpServer server) {
		return client.post()
			.uri(server.url(PATH))
			.body("x")
			.exchangeForRequiredValue((request, response) -> read(response.getBody()));
	}

	private static int status(RestClient.RequestHeadersSpec<?> request) {
		return request.exchangeForRequiredValue((sent, response) -> response.getStatusCode().value());
	}

	private static String read(InputStream body) {
		try {
			return new String(body.readAllBytes());
		}
		catch (IOException ex) {
			throw new ResourceAccessException("I/O error", ex);
		}
	}

	private static ResourceAccessException failure(ThrowingCallable call) {
		ResourceAccessException failure = catchThrowableOfType(ResourceAccessException.class, call);
		assertThat(failure).isNotNull();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			assertThat(cause.toString()).doesNotContain("secret-id");
		}
		return failure;
	}

	private static void meet(CyclicBarrier barrier) throws IOException {
		try {
			barrier.await();
		}
		catch (InterruptedException | BrokenBarrierException ex) {
			throw new IOException(ex);
		}
	}

	private record Tenant(String name, int order) implements RestClientCustomizer, Ordered {

		@Override
		public void customize(RestClient.Builder builder) {
			builder.requestInterceptor((request, body, execution) -> {
				request.getHeaders().add("X-Tenant", this.name);
				return execution.execute(request, body);
			});
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

}
