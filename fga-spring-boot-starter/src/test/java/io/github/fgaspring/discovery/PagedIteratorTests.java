package io.github.fgaspring.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

import io.github.fgaspring.client.FgaPage;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.Deadline;
import io.github.fgaspring.decision.DenialReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PagedIteratorTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private final List<String> read = new ArrayList<>();

	private final List<DenialReason> denied = new ArrayList<>();

	@Test
	void nextThenReadsEachPageWhenItsFirstElementIsNeeded() {
		Iterator<Integer> iterator = pages(FgaPage.of(List.of(1, 2), "a"), FgaPage.of(List.of(3), "b"),
				FgaPage.of(List.of(4), null));
		assertThat(this.read).isEmpty();
		assertThat(iterator.next()).isEqualTo(1);
		assertThat(iterator.hasNext()).isTrue();
		assertThat(iterator.next()).isEqualTo(2);
		assertThat(this.read).containsExactly((String) null);
		assertThat(iterator.next()).isEqualTo(3);
		assertThat(this.read).containsExactly(null, "a");
		assertThat(iterator.next()).isEqualTo(4);
		assertThat(iterator.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
		assertThat(this.read).containsExactly(null, "a", "b");
	}

	@Test
	void hasNextWhenAPageIsEmptyThenReadsOn() {
		assertThat(all(pages(FgaPage.of(List.of(), "a"), FgaPage.of(List.of(1), "b"), FgaPage.of(List.of(), null))))
			.containsExactly(1);
	}

	@ParameterizedTest
	@EnumSource
	void hasNextWhenThereIsNoListThenEmptyAndTold(DenialReason reason) {
		assertThat(pages(FgaPage.denied(reason)).hasNext()).isFalse();
		assertThat(this.denied).containsExactly(reason);
	}

	@ParameterizedTest
	@EnumSource
	void nextWhenListBreaksOffThenUnavailable(DenialReason reason) {
		Iterator<Integer> iterator = pages(FgaPage.of(List.of(1), "a"), FgaPage.denied(reason));
		iterator.next();
		assertUnavailable(iterator);
		assertThat(this.denied).isEmpty();
	}

	@Test
	void nextWhenAPageFailsThenFailsAndNeverEnds() {
		Iterator<Integer> iterator = new PagedIterator<>((after) -> {
			if (after != null) {
				throw new CheckUnavailableException("down", null);
			}
			return FgaPage.of(List.of(1), "a");
		}, LIMIT, this.denied::add);
		assertThat(iterator.next()).isEqualTo(1);
		assertUnavailable(iterator);
		assertUnavailable(iterator);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7 })
	void nextWhenCursorLoopsThenUnavailableAfterOneRound(int length) {
		Iterator<Integer> iterator = new PagedIterator<>((after) -> {
			this.read.add(after);
			return FgaPage.of(List.of(1), String.valueOf(this.read.size() % length));
		}, LIMIT, this.denied::add);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> all(iterator));
		assertThat(this.read).hasSizeLessThanOrEqualTo(length + 1);
	}

	@Test
	void nextWhenListDoesNotEndThenUnavailable() {
		for (List<Integer> elements : List.of(List.<Integer>of(), List.of(1))) {
			this.read.clear();
			Iterator<Integer> iterator = new PagedIterator<>((after) -> {
				this.read.add(after);
				return FgaPage.of(elements, "cursor " + this.read.size());
			}, LIMIT, this.denied::add);
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> all(iterator));
			assertThat(this.read).hasSize(1000);
		}
	}

	@Test
	void nextWhenThereAreTenThousandThenAllInOrder() {
		Iterator<Integer> iterator = new PagedIterator<>((after) -> {
			int begin = (after != null) ? Integer.parseInt(after) : 0;
			this.read.add(after);
			return FgaPage.of(IntStream.range(begin, begin + 100).boxed().toList(),
					(begin < 9900) ? String.valueOf(begin + 100) : null);
		}, LIMIT, this.denied::add);
		assertThat(all(iterator)).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
		assertThat(this.read).hasSize(100);
	}

	@Test
	void nextThenEachPageHasTheWholeTime() {
		List<Duration> remaining = new ArrayList<>();
		Iterator<Integer> iterator = new PagedIterator<>((after) -> {
			remaining.add(Deadline.remaining(Duration.ofDays(1)));
			return FgaPage.of(List.of(1), (after != null) ? null : "a");
		}, LIMIT, this.denied::add);
		all(iterator);
		assertThat(remaining).hasSize(2)
			.allSatisfy((duration) -> assertThat(duration).isBetween(LIMIT.dividedBy(2), LIMIT));
	}

	@SafeVarargs
	private Iterator<Integer> pages(FgaPage<Integer>... pages) {
		return new PagedIterator<>((after) -> {
			this.read.add(after);
			return pages[Math.min(this.read.size(), pages.length) - 1];
		}, LIMIT, this.denied::add);
	}

	private static List<Integer> all(Iterator<Integer> iterator) {
		List<Integer> all = new ArrayList<>();
		iterator.forEachRemaining(all::add);
		return all;
	}

	private static void assertUnavailable(Iterator<Integer> iterator) {
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(iterator::hasNext);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(iterator::next);
	}

}
