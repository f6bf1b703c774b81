package io.github.fgaspring.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class MemoizedAnswersTests extends AbstractAnswersTests {

	private final AtomicLong generation = new AtomicLong();

	private final RecordingAnswers next = new RecordingAnswers();

	private final MemoizedAnswers answers = new MemoizedAnswers(this.generation::get, this.next);

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private ServletRequestAttributes attributes;

	@BeforeEach
	void beginRequest() {
		dispatch(this.request);
	}

	@AfterEach
	void endRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void findWhenFirstQuestionThenAsksItAsItIs() {
		RemoteAnswer answer = answer(grant("a"));
		this.next.answer(answer);
		RemoteQuestion question = all("a");
		assertThat(this.answers.find(question).get("a")).isEqualTo(grant("a"));
		assertThat(this.next.questions()).containsExactly(question);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void findWhenAskedAgainThenAnswersFromMemory(boolean granted) {
		this.next.answer(granted ? answer(grant("a")) : answer(deny("a")));
		this.answers.find(all("a"));
		RemoteAnswer again = this.answers.find(any("a"));
		assertThat(again.get("a"))
			.isEqualTo(granted ? grant("a", DecisionSource.MEMO) : deny("a", DecisionSource.MEMO));
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findWhenRememberedGrantIsStaleThenItIsStillCalledSo() {
		this.next.answer(answer(grant("a", DecisionSource.STALE)));
		this.answers.find(all("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.STALE));
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findWhenSecondDistinctQuestionThenAsksForAllAndThirdIsAnswered() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.next
			.answer(RemoteAnswer.complete(Map.of("b", grant("b")), DenialReason.MISSING_PERMISSION, Set.of("unknown")));
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(grant("b"));
		assertThat(this.answers.find(all("c")).get("c")).isEqualTo(deny("c", DecisionSource.MEMO));
		assertThat(this.next.questions()).containsExactly(all("a"), complete(all("b")));
		this.next.answer(answer(grant("unknown")));
		assertThat(this.answers.find(all("unknown")).get("unknown")).isEqualTo(grant("unknown"));
		assertThat(this.next.questions()).hasSize(3);
	}

	@Test
	void findAllThenAsksTheNextOnceForWhatIsNotRemembered() {
		RemoteQuestion known = about(project("p-1"), all("a"));
		RemoteQuestion open = about(project("p-2"), all("a"));
		this.next.answer(answer(deny("a")));
		this.answers.find(known);
		this.next.batches().clear();
		this.next.answer(answer(grant("a")));
		assertThat(this.answers.findAll(List.of(open, known))).extracting((answer) -> answer.get("a"))
			.containsExactly(grant("a"), deny("a", DecisionSource.MEMO));
		assertThat(this.next.batches()).containsExactly(List.of(open));
	}

	@Test
	void findAllThenEachIsRemembered() {
		List<RemoteQuestion> questions = List.of(about(project("p-1"), all("a")), about(project("p-2"), all("a")));
		this.next.answer((question) -> question.equals(questions.get(0)) ? answer(grant("a")) : answer(deny("a")));
		this.answers.findAll(questions);
		this.next.questions().clear();
		assertThat(this.answers.find(questions.get(0)).get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
		assertThat(this.answers.find(questions.get(1)).get("a")).isEqualTo(deny("a", DecisionSource.MEMO));
		assertThat(this.answers.findAll(questions)).hasSize(2);
		assertThat(this.next.questions()).isEmpty();
	}

	@Test
	void findAllWhenOneFailsThenNothingIsRemembered() {
		List<RemoteQuestion> questions = List.of(about(project("p-1"), all("a")), about(project("p-2"), all("a")));
		this.next.answer((question) -> {
			if (question.equals(questions.get(1))) {
				throw new CheckUnavailableException("down", null);
			}
			return answer(grant("a"));
		});
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.findAll(questions));
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(questions.get(0)).get("a")).isEqualTo(deny("a"));
	}

	@Test
	void findAllWhenMustBeCurrentThenAsksAgain() {
		RemoteQuestion question = about(project("p-1"), all("a"));
		this.next.answer(answer(deny("a")));
		this.answers.find(question);
		this.next.answer(answer(grant("a")));
		assertThat(this.answers.findAll(List.of(alwaysCurrent(question)))).extracting((answer) -> answer.get("a"))
			.containsExactly(grant("a"));
		assertThat(this.answers.find(question).get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
	}

	@Test
	void findAllWhenNoRequestThenAsksForAll() {
		RequestContextHolder.resetRequestAttributes();
		List<RemoteQuestion> questions = List.of(about(project("p-1"), all("a")), about(project("p-2"), all("a")));
		this.next.answer(answer(grant("a")));
		this.answers.findAll(questions);
		this.answers.findAll(questions);
		assertThat(this.next.batches()).containsExactly(questions, questions);
	}

	@Test
	void findWhenAboutAllThenSecondTimeIsAnsweredFromMemoryAndSoAreOthers() {
		RemoteQuestion all = RemoteQuestion.aboutAll(SUBJECT, null);
		this.next
			.answer(RemoteAnswer.complete(Map.of("a", grant("a")), DenialReason.MISSING_PERMISSION, Set.of("unknown")));
		assertThat(this.answers.find(all).granted()).containsExactly("a");
		assertThat(this.answers.find(all).granted()).containsExactly("a");
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(deny("b", DecisionSource.MEMO));
		assertThat(this.next.questions()).containsExactly(all);
	}

	@Test
	void findWhenAboutAllAndOnlySomeAreKnownThenAsks() {
		RemoteQuestion all = RemoteQuestion.aboutAll(SUBJECT, null);
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.next.answer(RemoteAnswer.complete(Map.of("b", grant("b")), DenialReason.MISSING_PERMISSION, Set.of()));
		assertThat(this.answers.find(all).granted()).containsExactly("b");
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a", DecisionSource.MEMO));
		assertThat(this.next.questions()).containsExactly(all("a"), all);
	}

	@Test
	void findWhenAboutAllCannotBeAskedThenNothingIsRemembered() {
		this.next.answer(RemoteAnswer.NOTHING);
		assertThat(this.answers.find(RemoteQuestion.aboutAll(SUBJECT, null)).granted()).isEmpty();
		this.next.answer(answer(grant("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a"));
		assertThat(this.next.questions()).last().isEqualTo(all("a"));
	}

	@Test
	void findWhenAboutAllAndSomethingWasEvictedThenAsksAgain() {
		RemoteQuestion all = RemoteQuestion.aboutAll(SUBJECT, null);
		this.next.answer(RemoteAnswer.complete(Map.of("a", grant("a")), DenialReason.MISSING_PERMISSION, Set.of()));
		this.answers.find(all);
		this.generation.incrementAndGet();
		this.answers.find(all);
		assertThat(this.next.questions()).hasSize(2);
	}

	@Test
	void findWhenListDidNotAnswerAllThenIsNotAskedForAgain() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.next.answer(RemoteAnswer.beginning(Map.of("x", grant("x"))).and(answer(grant("b"))));
		this.answers.find(all("b"));
		this.next.answer(answer(grant("c")));
		this.answers.find(all("c"));
		assertThat(this.next.questions()).containsExactly(all("a"), complete(all("b")), all("c"));
	}

	@Test
	void findWhenPermissionIsUnknownToTheListThenListIsNotAskedForAgain() {
		this.next.answer(RemoteAnswer.complete(Map.of(), DenialReason.MISSING_PERMISSION, Set.of("c")));
		this.answers.find(all("a", "b"));
		this.next.answer(answer(grant("c")));
		this.answers.find(all("c"));
		assertThat(this.next.questions()).containsExactly(all("a", "b"), all("c"));
	}

	@Test
	void findWhenPartIsKnownThenAsksForTheRestOnly() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.next.answer(answer(grant("b"), grant("c")));
		RemoteAnswer answer = this.answers.find(all("a", "b", "c"));
		assertThat(answer.get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
		assertThat(answer.get("b")).isEqualTo(grant("b"));
		assertThat(this.next.questions().get(1)).isEqualTo(complete(all("b", "c")));
	}

	@Test
	void findWhenWhatIsKnownSettlesThenAsksNothing() {
		this.next.answer(answer(grant("a"), deny("b")));
		this.answers.find(all("a", "b"));
		assertThat(this.answers.find(any("z", "a")).missing(List.of("z", "a"), Match.ANY)).isEmpty();
		assertThat(this.answers.find(all("z", "b")).missing(List.of("z", "b"), Match.ALL)).isEmpty();
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findWhenOutsideOfARequestThenNothingIsRemembered() {
		endRequest();
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.answers.find(all("a"));
		assertThat(this.next.questions()).containsExactly(all("a"), all("a"));
	}

	@Test
	void findWhenRequestIsOverThenNothingIsRemembered() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.attributes.requestCompleted();
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
		assertThat(this.next.questions()).hasSize(3);
	}

	@Test
	void findWhenAnotherRequestThenAsksAnew() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		dispatch(new MockHttpServletRequest());
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
	}

	@Test
	void findWhenDispatchedAgainThenRemembers() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.attributes.requestCompleted();
		dispatch(this.request);
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
		assertThat(this.next.questions()).hasSize(1);
	}

	@Test
	void findWhenAlwaysCurrentThenIsAlwaysAskedInFullAndRefreshes() {
		this.next.answer(answer(grant("a"), grant("b")));
		this.answers.find(all("a", "b"));
		this.next.answer(answer(deny("a")));
		RemoteAnswer current = this.answers.find(alwaysCurrent(any("a")));
		assertThat(current.get("a")).isEqualTo(deny("a"));
		assertThat(current.get("b")).isNull();
		assertThat(this.answers.find(alwaysCurrent(any("a"))).get("a")).isEqualTo(deny("a"));
		assertThat(this.next.questions().subList(1, 3))
			.allMatch((question) -> question.alwaysCurrent() && question.permissions().equals(List.of("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a", DecisionSource.MEMO));
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(grant("b", DecisionSource.MEMO));
		assertThat(this.next.questions()).hasSize(3);
	}

	@Test
	void findWhenAlwaysCurrentAnswerIsCompleteThenEarlierGrantsAreForgotten() {
		this.next.answer(answer(grant("a"), grant("b")));
		this.answers.find(all("a", "b"));
		this.next.answer(RemoteAnswer.complete(Map.of("a", grant("a")), DenialReason.MISSING_PERMISSION, Set.of()));
		this.answers.find(alwaysCurrent(all("a")));
		assertThat(this.answers.find(all("b")).get("b")).isEqualTo(deny("b", DecisionSource.MEMO));
	}

	@Test
	void findWhenSomethingWasEvictedSinceThenAsksAnew() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.generation.incrementAndGet();
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
		assertThat(this.next.questions()).containsExactly(all("a"), all("a"));
	}

	@Test
	void findWhenSomethingIsEvictedDuringTheCallThenItsAnswerIsNotRemembered() {
		this.next.answer((question) -> {
			this.generation.incrementAndGet();
			return answer(grant("a"));
		});
		this.answers.find(all("a"));
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(deny("a"));
	}

	@ParameterizedTest
	@MethodSource
	void findWhenSubjectDiffersThenAsks(Subject other) {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		this.next.answer(answer(deny("a")));
		assertThat(this.answers.find(about(other, all("a"))).get("a")).isEqualTo(deny("a"));
	}

	static Stream<Subject> findWhenSubjectDiffersThenAsks() {
		return Stream.of(new Subject("org_other", "om_alice", PROJECT), new Subject("org_acme", "om_bob", PROJECT),
				new Subject("org_acme", "om_alice", ResourceReference.external("project", "p-2")),
				new Subject("org_acme", "om_alice", ResourceReference.external("document", "p-1")),
				new Subject("org_acme", "om_alice", ResourceReference.id("p-1")));
	}

	@Test
	void findWhenAnotherInstanceAsksInTheSameRequestThenDoesNotShareItsMemory() {
		this.next.answer(answer(grant("a")));
		this.answers.find(all("a"));
		MemoizedAnswers others = new MemoizedAnswers(this.generation::get,
				new RecordingAnswers().answer(answer(deny("a"))));
		assertThat(others.find(all("a")).get("a")).isEqualTo(deny("a"));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
	}

	@Test
	void findWhenUnavailableThenIsNotRemembered() {
		this.next.fail(new CheckUnavailableException("down", null));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(all("a")));
		this.next.answer(answer(grant("a")));
		assertThat(this.answers.find(all("a")).get("a")).isEqualTo(grant("a"));
		assertThat(this.next.questions()).containsExactly(all("a"), all("a"));
	}

	@Test
	void findWhenVeryManyResourcesThenNotAllAreRememberedAndEachIsAnswered() {
		this.next.answer(answer(grant("a")));
		for (int i = 0; i < 3000; i++) {
			assertThat(this.answers.find(about(subject(i), all("a"))).get("a")).isEqualTo(grant("a"));
		}
		assertThat(Stream.of(this.request.getAttribute(MemoizedAnswers.class.getName()))).singleElement()
			.satisfies((memo) -> assertThat((Map<?, ?>) memo).hasSize(1000));
		assertThat(this.answers.find(about(subject(0), all("a"))).get("a")).isEqualTo(grant("a", DecisionSource.MEMO));
		assertThat(this.answers.find(about(subject(2999), all("a"))).get("a")).isEqualTo(grant("a"));
	}

	@Test
	void findWhenMemoryIsFullThenCurrentAnswersStillRefreshIt() {
		this.next.answer(answer(grant("a")));
		for (int i = 0; i < 1000; i++) {
			this.answers.find(about(subject(i), all("a")));
		}
		this.next.answer(answer(deny("a")));
		this.answers.find(alwaysCurrent(about(subject(0), all("a"))));
		assertThat(this.answers.find(about(subject(0), all("a"))).get("a")).isEqualTo(deny("a", DecisionSource.MEMO));
	}

	@Test
	void findWhenThreadsOfOneRequestAskThenAllAnswersAreRememberedAndRight() {
		this.next
			.answer((question) -> answer(question.subject().membershipId().equals("om_0") ? grant("a") : deny("a")));
		this.answers.find(about(subject(0), all("a")));
		CyclicBarrier barrier = new CyclicBarrier(8);
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			threads.add(CompletableFuture.runAsync(() -> {
				RequestContextHolder.setRequestAttributes(this.attributes);
				meet(barrier);
				for (int j = 0; j < 100; j++) {
					assertThat(this.answers.find(about(subject(j), all("a"))).get("a").isGranted()).isEqualTo(j == 0);
				}
			}, (work) -> new Thread(work).start()));
		}
		threads.forEach(CompletableFuture::join);
		int asked = this.next.questions().size();
		for (int j = 0; j < 100; j++) {
			this.answers.find(about(subject(j), all("a")));
		}
		assertThat(this.next.questions()).hasSize(asked);
	}

	private static Subject subject(int number) {
		return new Subject("org_acme", "om_" + number, PROJECT);
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void dispatch(MockHttpServletRequest request) {
		this.attributes = new ServletRequestAttributes(request);
		RequestContextHolder.setRequestAttributes(this.attributes);
	}

}
