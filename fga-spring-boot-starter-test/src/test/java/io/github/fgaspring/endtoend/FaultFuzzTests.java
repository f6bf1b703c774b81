package io.github.fgaspring.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Thousands of questions while everything goes wrong at random: whatever the API does,
 * nobody is granted or denied anything that a faultless API would not have granted or
 * denied. Circuit breaker and decision cache are off;
 * {@link FaultFuzzWithCircuitBreakerTests} has them on.
 */
@SpringBootTest(classes = ThingApplication.class,
		properties = { "fga.remote.deadline=400ms", "fga.remote.read-timeout=150ms", "fga.remote.connect-timeout=150ms",
				"fga.remote.retry-backoff=2ms", "fga.remote.circuit-breaker.window=10000",
				"fga.remote.circuit-breaker.minimum-calls=10000" })
@EnableFgaEmulator(seed = "classpath:fuzz.yaml")
class FaultFuzzTests {

	private static final long SEED = 20260721;

	private static final int QUESTIONS = 5000;

	private static final int MEMBERSHIPS = 8;

	private static final int THINGS = 6;

	private static final Map<String, Set<String>> ROLES = Map.of("viewer", Set.of("thing:view"), "editor",
			Set.of("thing:view", "thing:edit"));

	private static final List<String> PERMISSIONS = List.of("thing:view", "thing:edit", "thing:delete");

	private static final List<FaultKind> KINDS = FaultKind.quick();

	/**
	 * As rare as that, because it takes time.
	 */
	private static final int ONE_DELAY_IN = 60;

	private static final FaultKind DELAY = FaultKind.delay(Duration.ofMillis(300));

	/**
	 * What each membership really has on each thing.
	 */
	private final List<List<Set<String>>> world = new ArrayList<>();

	private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

	private final Map<Outcome, AtomicInteger> outcomes = new ConcurrentHashMap<>();

	private final Map<FaultKind, AtomicInteger> failures = new ConcurrentHashMap<>();

	@Autowired
	FgaEmulator emulator;

	@Autowired
	PermissionChecker checker;

	@BeforeEach
	void assignRoles() {
		Random random = new Random(SEED);
		for (int membership = 0; membership < MEMBERSHIPS; membership++) {
			List<Set<String>> permissions = new ArrayList<>();
			for (int thing = 0; thing < THINGS; thing++) {
				String role = List.of("none", "viewer", "editor").get(random.nextInt(3));
				permissions.add(ROLES.getOrDefault(role, Set.of()));
				if (ROLES.containsKey(role)) {
					this.emulator.assignRole("om_" + membership, role, "thing", "t-" + thing);
				}
			}
			this.world.add(permissions);
		}
	}

	@Test
	void questionsWhenApiFailsAtRandomThenNoAnswerIsWrong() throws Exception {
		this.emulator.inject(Fault.on("/granting").body("{\"authorized\":true}"));
		ExecutorService threads = Executors.newFixedThreadPool(MEMBERSHIPS);
		try {
			List<Callable<Void>> work = new ArrayList<>();
			for (int membership = 0; membership < MEMBERSHIPS; membership++) {
				int own = membership;
				work.add(() -> askAtRandom(own));
			}
			for (Future<Void> done : threads.invokeAll(work)) {
				done.get();
			}
		}
		catch (ExecutionException ex) {
			throw new AssertionError("A question ended in something else than an answer", ex.getCause());
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.wrong).isEmpty();
		assertThat(this.emulator.requests("/granting")).isEmpty();
		assertThat(this.outcomes.keySet()).containsExactlyInAnyOrder(Outcome.values());
		assertThat(this.failures.keySet()).containsAll(KINDS).contains(DELAY);
		this.emulator.clearFaults();
		assertAllAnswersAreRight();
	}

	private Void askAtRandom(int membership) {
		Random random = new Random(SEED + membership);
		String path = "/authorization/organization_memberships/om_" + membership + "/**";
		for (int i = 0; i < QUESTIONS / MEMBERSHIPS; i++) {
			Question question = question(random, membership);
			FaultKind kind = (random.nextInt(ONE_DELAY_IN) != 0) ? KINDS.get(random.nextInt(KINDS.size())) : DELAY;
			int times = random.nextInt(kind.times() + 1);
			if (times > 0) {
				this.emulator.inject(kind.on(path, times));
			}
			Outcome outcome = ask(question);
			this.outcomes.computeIfAbsent(outcome, (key) -> new AtomicInteger()).incrementAndGet();
			if (outcome == Outcome.UNAVAILABLE && times > 0) {
				this.failures.computeIfAbsent(kind, (key) -> new AtomicInteger()).incrementAndGet();
			}
			// To be unavailable is never wrong: a busy machine is slower than the
			// time-outs.
			if (outcome != Outcome.UNAVAILABLE && outcome != question.truth) {
				this.wrong.add(question + " was " + outcome + " when the API answered " + times + " times " + kind);
			}
			afterQuestion(random);
		}
		return null;
	}

	void afterQuestion(Random random) {
		// Each thread uses up its own faults.
	}

	private Question question(Random random, int membership) {
		int thing = random.nextInt(THINGS + 1);
		List<String> permissions = new ArrayList<>(PERMISSIONS);
		Collections.shuffle(permissions, random);
		List<String> some = permissions.subList(0, random.nextBoolean() ? 1 : 2 + random.nextInt(2));
		return question(membership, thing, List.copyOf(some), random.nextBoolean() ? Match.ALL : Match.ANY,
				random.nextInt(4) == 0);
	}

	private Question question(int membership, int thing, List<String> permissions, Match match, boolean current) {
		Set<String> has = (thing < THINGS) ? this.world.get(membership).get(thing) : Set.of();
		boolean granted = (match == Match.ALL) ? has.containsAll(permissions)
				: permissions.stream().anyMatch(has::contains);
		return new Question("om_" + membership, "t-" + thing, permissions, match, current,
				granted ? Outcome.GRANTED : Outcome.DENIED);
	}

	private Outcome ask(Question question) {
		FgaSession session = FgaSession.of("user")
			.organizationId("org_acme")
			.organizationMembershipId(question.membership)
			.build();
		List<PermissionQuestion> questions = question.permissions.stream()
			.map((permission) -> new PermissionQuestion(session, permission,
					ResourceReference.external("thing", question.thing), question.current))
			.toList();
		try {
			PermissionDecision decision = PermissionDecision.combine(question.permissions,
					this.checker.checkAll(questions, question.match), question.match);
			return decision.granted() ? Outcome.GRANTED : Outcome.DENIED;
		}
		catch (CheckUnavailableException ex) {
			return Outcome.UNAVAILABLE;
		}
	}

	private void assertAllAnswersAreRight() {
		for (int membership = 0; membership < MEMBERSHIPS; membership++) {
			for (int thing = 0; thing <= THINGS; thing++) {
				for (String permission : PERMISSIONS) {
					Question question = question(membership, thing, List.of(permission), Match.ALL, false);
					// A circuit breaker may still be open, and a machine be busy.
					Outcome outcome = await().pollInterval(Duration.ofMillis(10))
						.until(() -> ask(question), (answer) -> answer != Outcome.UNAVAILABLE);
					assertThat(outcome).as(question.toString()).isEqualTo(question.truth);
				}
			}
		}
	}

	enum Outcome {

		GRANTED, DENIED, UNAVAILABLE

	}

	record Question(String membership, String thing, List<String> permissions, Match match, boolean current,
			Outcome truth) {

	}

}
