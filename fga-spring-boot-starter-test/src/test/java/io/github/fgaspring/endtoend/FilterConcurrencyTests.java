package io.github.fgaspring.endtoend;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.endtoend.LoadGenerator.Answer;
import io.github.fgaspring.endtoend.ProjectsApplication.Project;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Lists of 200 are filtered while others ask about single resources: how many calls are
 * under way is counted where they are made.
 */
@SpringBootTest(classes = ProjectsApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "fga.remote.max-concurrent=8", "fga.remote.deadline=20s", "fga.remote.read-timeout=20s" })
@EnableFgaEmulator(seed = "classpath:discovery.yaml")
@Import(FilterConcurrencyTests.CountingConfiguration.class)
class FilterConcurrencyTests extends AbstractConnectedTests {

	private static final int MAX_CONCURRENT = 8;

	/**
	 * How many of them lists may take.
	 */
	private static final int FOR_LISTS = 4;

	@Autowired
	Resilience resilience;

	@Autowired
	Fga fga;

	@LocalServerPort
	int port;

	private LoadGenerator load;

	@BeforeEach
	void awaitEarlierCalls() {
		this.load = new LoadGenerator(this.port);
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(0));
		assertThat(this.load.send("/one/p-0", tokenOf(BOB)).join().status()).isEqualTo(200);
		Calls.most.set(0);
		Calls.open = new CountDownLatch(1);
		this.emulator.clearRequests();
	}

	@AfterEach
	void end() {
		Calls.open.countDown();
	}

	@Test
	void filterWhenThereAreTwoHundredThenHalfOfMaxConcurrentAtMost() {
		CompletableFuture<Answer> filter = this.load.send("/filter", tokenOf(ALICE));
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(FOR_LISTS));
		Calls.open.countDown();
		assertThat(filter.join().status()).isEqualTo(200);
		assertThat(filter.join().body()).contains("\"p-0\"", "\"p-196\"").doesNotContain("\"p-1\"");
		assertThat(Calls.most).hasValue(FOR_LISTS);
		assertThat(checks()).isEqualTo(200);
	}

	@Test
	void filtersWhenThereAreManyThenTogetherNoMoreAndSingleChecksGoOn() {
		long rejected = this.resilience.getRejectedCalls();
		List<CompletableFuture<Answer>> filters = Stream.of(ALICE, BOB, CAROL, ALICE, BOB, CAROL)
			.map((user) -> this.load.send("/filter", tokenOf(user)))
			.toList();
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(FOR_LISTS));
		assertThat(this.load.send("/one/by-token", tokenOf(DORA)).join().body()).isEqualTo("true");
		List<CompletableFuture<Answer>> checked = IntStream.range(0, MAX_CONCURRENT - FOR_LISTS)
			.mapToObj((i) -> this.load.send("/one/single-" + i, tokenOf(ALICE)))
			.toList();
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(MAX_CONCURRENT));
		Calls.open.countDown();
		assertThat(LoadGenerator.join(checked)).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		assertThat(LoadGenerator.join(filters)).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		assertThat(Calls.most).hasValue(MAX_CONCURRENT);
		assertThat(this.resilience.getRejectedCalls()).isEqualTo(rejected);
	}

	@Test
	void filterWhenCallerIsInterruptedThenUnavailableAndNothingIsLeftUnderWay() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicReference<Boolean> stays = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			login();
			try {
				this.fga.filter("project:view", "project", ProjectsApplication.PROJECTS, Project::id);
			}
			catch (RuntimeException ex) {
				failure.set(ex);
			}
			stays.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(FOR_LISTS));
		caller.interrupt();
		caller.join();
		assertThat(failure.get()).isInstanceOf(CheckUnavailableException.class);
		assertThat(stays).hasValue(true);
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(0));
		assertThat(checks()).isZero();
		Calls.open.countDown();
		assertThat(this.load.send("/filter", tokenOf(ALICE)).join().status()).isEqualTo(200);
	}

	@Test
	void filterWhenOneFailsThenTheOthersAreNotMade() {
		Calls.open.countDown();
		this.emulator.inject(Fault.on("POST", CHECKS).status(500));
		assertThat(this.load.send("/filter", tokenOf(ALICE)).join().status()).isEqualTo(503);
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(0));
		assertThat(checks()).isLessThan(2 * FOR_LISTS + 1);
	}

	@Test
	void filterWhenOneHangsThenOthersWaitUntilTheDeadlineAndAreFreeAfterwards() {
		Calls.open.countDown();
		this.emulator.inject(Fault.on("POST", CHECKS).delay(Duration.ofSeconds(60)).times(1));
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CompletableFuture.runAsync(() -> {
			login();
			try {
				Deadline.within(Duration.ofMillis(500),
						() -> this.fga.filter("project:view", "project", ProjectsApplication.PROJECTS, Project::id));
			}
			catch (RuntimeException ex) {
				failure.set(ex);
			}
		}, (work) -> new Thread(work).start()).join();
		assertThat(failure.get()).isInstanceOf(CheckUnavailableException.class);
		await().untilAsserted(() -> assertThat(Calls.underWay).hasValue(0));
		assertThat(this.load.send("/filter", tokenOf(ALICE)).join().status()).isEqualTo(200);
	}

	private static void login() {
		FgaSession session = FgaSession.of(ALICE)
			.organizationId(ACME)
			.organizationMembershipId(ALICES_MEMBERSHIP)
			.permissions()
			.build();
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(session, "", "any")));
	}

	/**
	 * The calls to WorkOS, which are held until it opens.
	 */
	private static final class Calls {

		static final AtomicInteger underWay = new AtomicInteger();

		static final AtomicInteger most = new AtomicInteger();

		static volatile CountDownLatch open = new CountDownLatch(0);

		private Calls() {
		}

		static void begin() {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
		}

		static void hold() throws InterruptedIOException {
			try {
				open.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException();
			}
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class CountingConfiguration {

		@Bean
		RestClientCustomizer countingCustomizer() {
			return (builder) -> builder.requestInterceptor((request, body, execution) -> {
				if (!request.getURI().getPath().endsWith("/check")) {
					return execution.execute(request, body);
				}
				Calls.begin();
				try {
					Calls.hold();
					return execution.execute(request, body);
				}
				finally {
					Calls.underWay.decrementAndGet();
				}
			});
		}

	}

}
