package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls to WorkOS on virtual threads do not hold the threads that carry them. Java 17 has
 * no virtual threads.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(120)
class VirtualThreadPinningTests {

	private static final int CHECKS = 1000;

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private static final FgaSession SESSION = FgaSession.of("user_alice")
		.organizationId("org_acme")
		.organizationMembershipId("om_alice")
		.build();

	private final Queue<HttpExchange> held = new ConcurrentLinkedQueue<>();

	/**
	 * How many calls must be under way for any of them to be answered.
	 */
	private final AtomicInteger together = new AtomicInteger(1);

	private HttpServer workOs;

	private ExecutorService virtualThreads;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws Exception {
		this.virtualThreads = (ExecutorService) ReflectionUtils
			.invokeMethod(Executors.class.getMethod("newVirtualThreadPerTaskExecutor"), null);
		this.workOs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CHECKS);
		this.workOs.createContext("/", this::hold);
		this.workOs.start();
	}

	@AfterEach
	void stop() {
		this.workOs.stop(0);
		this.virtualThreads.shutdownNow();
	}

	@Test
	void checksWhenAThousandAreUnderWayOnVirtualThreadsThenNonePinsItsCarrier() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("spring.threads.virtual.enabled=true",
					"fga.base-url=http://127.0.0.1:" + this.workOs.getAddress().getPort(), "fga.api-key=sk_test_secret",
					"fga.client-id=client_test", "fga.remote.max-concurrent=" + CHECKS, "fga.remote.deadline=30s",
					"fga.remote.read-timeout=30s", "fga.remote.connect-timeout=30s")
			.run((context) -> {
				PermissionChecker checker = context.getBean(PermissionChecker.class);
				// Loading classes is something else.
				assertThat(check(checker, "first").isGranted()).isTrue();
				// So is what the JDK makes when a virtual thread waits for the first
				// time.
				checkTogether(checker, 2);
				assertThat(pinned(() -> checkTogether(checker, CHECKS))).isEmpty();
			});
	}

	private void checkTogether(PermissionChecker checker, int checks) throws Exception {
		this.together.set(checks);
		List<Future<PermissionDecision>> decisions = new ArrayList<>();
		for (int i = 0; i < checks; i++) {
			String id = "project-" + i;
			decisions.add(this.virtualThreads.submit(() -> check(checker, id)));
		}
		for (Future<PermissionDecision> decision : decisions) {
			assertThat(decision.get().isGranted()).isTrue();
		}
	}

	@Test
	void recordingWhenAVirtualThreadPinsItsCarrierThenHasIt() throws Exception {
		assertThat(pinned(() -> this.virtualThreads.submit(BlockingInitializer::enter).get())).isNotEmpty();
	}

	private static PermissionDecision check(PermissionChecker checker, String id) {
		return checker
			.check(new PermissionQuestion(SESSION, "project:view", ResourceReference.external("project", id), false));
	}

	private List<RecordedEvent> pinned(Work work) throws Exception {
		Path file = this.directory.resolve("pinned.jfr");
		try (Recording recording = new Recording()) {
			recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			work.run();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(EVENT))
			.toList();
	}

	private void hold(HttpExchange exchange) throws IOException {
		exchange.getRequestBody().readAllBytes();
		this.held.add(exchange);
		if (this.held.size() >= this.together.get()) {
			for (HttpExchange answered = this.held.poll(); answered != null; answered = this.held.poll()) {
				grant(answered);
			}
		}
	}

	private static void grant(HttpExchange exchange) {
		byte[] body = "{\"authorized\":true}".getBytes(StandardCharsets.UTF_8);
		try (exchange) {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	interface Work {

		void run() throws Exception;

	}

	/**
	 * A thread that waits in a static initializer is pinned in every version of Java.
	 */
	static final class BlockingInitializer {

		static {
			try {
				new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private BlockingInitializer() {
		}

		static Void enter() {
			return null;
		}

	}

}
