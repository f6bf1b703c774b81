package io.github.fgaspring.benchmarks.application;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.github.fgaspring.benchmarks.application.LoadGenerator.Answers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class LoadGeneratorTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final int ONE_REFUSED = 20;

	private final AtomicInteger requests = new AtomicInteger();

	private final Set<String> paths = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			boolean refused = this.requests.incrementAndGet() == ONE_REFUSED
					&& exchange.getRequestURI().getPath().startsWith("/refusing/");
			if (refused) {
				exchange.getResponseHeaders().set("Connection", "close");
			}
			this.paths.add(exchange.getRequestURI().getPath());
			exchange.sendResponseHeaders(refused ? 503 : 200, 0);
			exchange.getResponseBody().write(new byte[3000]);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void runWhenAnsweredThenCountsAllAnswers() throws IOException {
		try (LoadGenerator load = load("/projects/", 200)) {
			Answers answers = load.run(SHORT, Duration.ZERO);
			assertThat(answers.latencies().count()).isEqualTo(this.requests.get()).isPositive();
			assertThat(answers.unexpected()).isEmpty();
			assertThat(answers.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
			assertThat(this.paths).containsExactlyInAnyOrder("/projects/1000", "/projects/1001", "/projects/1002");
			assertThat(load.run(SHORT, Duration.ZERO).latencies().count()).isPositive();
		}
	}

	@Test
	void runWhenConnectionsRestLongerThanAskedThenEachAsksOnce() throws IOException {
		try (LoadGenerator load = load("/projects/", 200)) {
			assertThat(load.run(SHORT, SHORT).latencies().count()).isEqualTo(3);
		}
	}

	@Test
	void runWhenOneAnswerHasAnotherStatusAndIsTheLastThenSaysWhichAndConnectsAgain() throws IOException {
		try (LoadGenerator load = load("/refusing/", 200)) {
			Answers answers;
			do {
				answers = load.run(SHORT, Duration.ZERO);
			}
			while (this.requests.get() < ONE_REFUSED);
			assertThat(answers.unexpected()).containsExactly("HTTP/1.1 503 Service Unavailable");
			assertThat(load.run(SHORT, SHORT).latencies().count()).isEqualTo(3);
		}
	}

	@Test
	void runWhenConnectionIsClosedThenFails() throws IOException {
		try (LoadGenerator load = load("/projects/", 200)) {
			stopServer();
			assertThatIOException().isThrownBy(() -> load.run(SHORT, Duration.ZERO));
		}
	}

	private LoadGenerator load(String path, int status) throws IOException {
		return new LoadGenerator(this.server.getAddress().getPort(), path, "token", 3, status);
	}

}
