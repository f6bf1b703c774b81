package io.github.fgaspring.client;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.ResourceReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class CoalescedAnswersTests extends AbstractAnswersTests {

	private static final RemoteAnswer OLD = answer(grant("a"), grant("b"));

	private static final RemoteAnswer NEW = answer(deny("a"), deny("b"));

	private final AtomicLong generation = new AtomicLong();

	private final ApiStatus status = new ApiStatus(Clock.systemUTC());

	private final RecordingAnswers next = new RecordingAnswers();

	private final CoalescedAnswers answers = new CoalescedAnswers(this.generation::get, Duration.ofSeconds(50),
			this.status, this.next);

	private final CountDownLatch release = new CountDownLatch(1);

	private CompletableFuture<RemoteAnswer> first;

	/**
	 * A call is under way.
	 */
	@BeforeEach
	void askFirst() {
		CountDownLatch started = new CountDownLatch(1);
		this.next.answer((question) -> {
			started.countDown();
			await(this.release);
			return OLD;
		});
		this.first = ask(all("a", "b"));
		await(started);
		this.next.answer(NEW);
	}

	@AfterEach
	void release() {
		this.release.countDown();
		this.first.join();
	}

	@Test
	void findWhenTheSameIsUnderWayThenSharesTheAnswer() {
		CompletableFuture<RemoteAnswer> second = ask(all("a", "b"));
		Awaitility.await().until(() -> this.status.getSparedCalls() == 1);
		this.release.countDown();
		assertThat(second.join()).isSameAs(OLD);
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findWhenSessionExpiresAtAnotherTimeThenStillSharesTheAnswer() {
		CompletableFuture<RemoteAnswer> second = ask(until(Clock.systemUTC().instant(), all("a", "b")));
		Awaitility.await().until(() -> this.status.getSparedCalls() == 1);
		this.release.countDown();
		assertThat(second.join()).isSameAs(OLD);
	}

	@Test
	void findWhenAlwaysCurrentThenNeverJoins() {
		assertThat(this.answers.find(alwaysCurrent(all("a", "b")))).isSameAs(NEW);
		assertThat(this.status.getSparedCalls()).isZero();
	}

	@Test
	void findWhenAlwaysCurrentIsUnderWayThenNeverJoinsIt() {
		CountDownLatch started = new CountDownLatch(1);
		this.next.answer((question) -> {
			started.countDown();
			await(this.release);
			return OLD;
		});
		CompletableFuture<RemoteAnswer> current = ask(alwaysCurrent(all("c")));
		await(started);
		this.next.answer(NEW);
		assertThat(this.answers.find(all("c"))).isSameAs(NEW);
		assertThat(this.answers.find(alwaysCurrent(all("c")))).isSameAs(NEW);
		assertThat(current).isNotDone();
	}

	@Test
	void findWhenSomethingWasEvictedSinceThenDoesNotJoinTheOldCall() {
		this.generation.incrementAndGet();
		assertThat(this.answers.find(all("a", "b"))).isSameAs(NEW);
		assertThat(this.first).isNotDone();
	}

	@ParameterizedTest
	@MethodSource
	void findWhenAnythingDiffersThenDoesNotJoin(RemoteQuestion question) {
		assertThat(this.answers.find(question)).isSameAs(NEW);
		assertThat(this.first).isNotDone();
	}

	static Stream<RemoteQuestion> findWhenAnythingDiffersThenDoesNotJoin() {
		RemoteQuestion question = all("a", "b");
		return Stream.of(any("a", "b"), all("a"), all("b", "a"), all("a", "b", "c"), complete(question),
				about(new Subject("org_other", "om_alice", PROJECT), question),
				about(new Subject("org_acme", "om_bob", PROJECT), question),
				about(new Subject("org_acme", "om_alice", ResourceReference.external("project", "p-2")), question),
				about(new Subject("org_acme", "om_alice", ResourceReference.external("document", "p-1")), question),
				about(new Subject("org_acme", "om_alice", ResourceReference.id("p-1")), question));
	}

	@Test
	void findWhenAskedAfterwardsThenAsksAnew() {
		this.release.countDown();
		this.first.join();
		assertThat(this.answers.find(all("a", "b"))).isSameAs(NEW);
		assertThat(this.next.questions()).isEqualTo(List.of(all("a", "b"), all("a", "b")));
	}

	private CompletableFuture<RemoteAnswer> ask(RemoteQuestion question) {
		return CompletableFuture.supplyAsync(() -> this.answers.find(question), (work) -> new Thread(work).start());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
