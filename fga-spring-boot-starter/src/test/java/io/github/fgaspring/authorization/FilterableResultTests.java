package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.OverridingClassLoader;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.util.Streamable;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FilterableResult} and its kinds.
 */
class FilterableResultTests {

	@ParameterizedTest
	@ValueSource(classes = { Object.class, void.class, String.class, Map.class, ResponseEntity.class, int[].class,
			byte[].class, CompletableFuture.class, Callable.class, ArrayList.class, HashSet.class, TreeSet.class,
			Deque.class, ArrayDeque.class, OptionalInt.class, IntStream.class, PageImpl.class, SliceImpl.class,
			Streamable.class, Iterators.class })
	void ofWhenAnythingElseThenNone(Class<?> type) {
		assertThat(FilterableResult.of(type)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Iterable.class, Collection.class, List.class })
	void withWhenListThenListInItsOrder(Class<?> type) {
		assertThat(keep(type, Arrays.asList("c", null, "a", "b", "a"), "a", "b")).isEqualTo(List.of("a", "b", "a"));
	}

	@Test
	void withWhenListThenMayBeChangedAndOriginalIsNot() {
		List<String> original = new ArrayList<>(List.of("a", "b"));
		@SuppressWarnings("unchecked")
		List<String> kept = (List<String>) keep(List.class, original, "a");
		kept.add("c");
		assertThat(kept).containsExactly("a", "c");
		assertThat(original).containsExactly("a", "b");
	}

	@ParameterizedTest
	@ValueSource(classes = { Iterable.class, Collection.class, Set.class })
	void withWhenSetThenSetInItsOrder(Class<?> type) {
		Object kept = keep(type, new LinkedHashSet<>(Arrays.asList("c", null, "b", "a")), "a", "c");
		assertThat(kept).isInstanceOf(Set.class);
		assertThat((Set<?>) kept).hasToString("[c, a]");
	}

	@ParameterizedTest
	@ValueSource(classes = { Iterable.class, Collection.class, Set.class, SortedSet.class, NavigableSet.class })
	void withWhenSortedSetThenSortedTheSameWay(Class<?> type) {
		SortedSet<String> original = new TreeSet<>(Comparator.reverseOrder());
		Collections.addAll(original, "a", "b", "c");
		@SuppressWarnings("unchecked")
		SortedSet<String> kept = (SortedSet<String>) keep(type, original, "a", "c");
		assertThat(kept).containsExactly("c", "a");
		kept.add("b");
		assertThat(kept).containsExactly("c", "b", "a");
	}

	@Test
	void withWhenMereIterableThenList() {
		Iterable<String> original = () -> List.of("a", "b").iterator();
		assertThat(keep(Iterable.class, original, "b")).isEqualTo(List.of("b"));
	}

	@Test
	void withWhenArrayThenArrayOfTheSameType() {
		assertThat(keep(String[].class, new String[] { "b", null, "a" }, "a")).isEqualTo(new String[] { "a" });
		assertThat(keep(Object[].class, new String[] { "b", "a" }, "b")).isEqualTo(new String[] { "b" });
		assertThat(keep(CharSequence[].class, new CharSequence[0], "b")).isEqualTo(new CharSequence[0]);
	}

	@Test
	void withWhenOptionalThenPermittedOrEmpty() {
		assertThat(keep(Optional.class, Optional.of("a"), "a")).isEqualTo(Optional.of("a"));
		assertThat(keep(Optional.class, Optional.of("a"), "b")).isEqualTo(Optional.empty());
		assertThat(keep(Optional.class, Optional.empty(), "a")).isEqualTo(Optional.empty());
	}

	@Test
	void withWhenStreamThenReadsItToTheEndAndClosesIt() {
		AtomicBoolean closed = new AtomicBoolean();
		Stream<String> original = Stream.of("b", null, "a").onClose(() -> closed.set(true));
		Stream<?> kept = (Stream<?>) keep(Stream.class, original, "a");
		assertThat(closed).isTrue();
		assertThat(kept.toList()).isEqualTo(List.of("a"));
	}

	@Test
	void elementsWhenStreamFailsThenClosesIt() {
		AtomicBoolean closed = new AtomicBoolean();
		Stream<String> original = Stream.of("a").onClose(() -> closed.set(true)).peek((element) -> {
			throw new IllegalStateException("broken");
		});
		assertThatIllegalStateException().isThrownBy(() -> keep(Stream.class, original, "a")).withMessage("broken");
		assertThat(closed).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Page.class, Slice.class })
	void withWhenPageThenEverythingButContentStays(Class<?> type) {
		PageRequest request = PageRequest.of(1, 3, Sort.by("name"));
		Page<?> kept = (Page<?>) keep(type, new PageImpl<>(List.of("d", "e"), request, 5), "e");
		assertThat(kept.getContent()).isEqualTo(List.of("e"));
		assertThat(kept.getPageable()).isEqualTo(request);
		assertThat(kept.getSize()).isEqualTo(3);
		assertThat(kept.getNumber()).isEqualTo(1);
		assertThat(kept.getNumberOfElements()).isEqualTo(1);
		assertThat(kept.getTotalElements()).isEqualTo(5);
		assertThat(kept.getTotalPages()).isEqualTo(2);
		assertThat(kept.isLast()).isTrue();
	}

	@Test
	void withWhenPageLosesAllThenPagesBeyondStayInReach() {
		Page<?> kept = (Page<?>) keep(Page.class, new PageImpl<>(List.of("a", "b"), PageRequest.of(0, 2), 6));
		assertThat(kept.getContent()).isEmpty();
		assertThat(kept.hasNext()).isTrue();
		assertThat(kept.nextPageable()).isEqualTo(PageRequest.of(1, 2));
		assertThat(kept.getTotalElements()).isEqualTo(6);
		assertThat(kept.getTotalPages()).isEqualTo(3);
	}

	@Test
	void withWhenPageIsUnpagedThenStaysTheOnlyOne() {
		Page<?> kept = (Page<?>) keep(Page.class, new PageImpl<>(List.of("a", "b", "c")), "a");
		assertThat(kept.getContent()).isEqualTo(List.of("a"));
		assertThat(kept.getSize()).isEqualTo(3);
		assertThat(kept.getTotalElements()).isEqualTo(3);
		assertThat(kept.getTotalPages()).isOne();
		assertThat(kept.hasNext()).isFalse();
	}

	@Test
	void mapWhenPageIsFilteredThenKeepsTotals() {
		Page<?> kept = (Page<?>) keep(Page.class, new PageImpl<>(List.of("a", "b"), PageRequest.of(0, 5), 2), "b");
		Page<String> mapped = kept.map((element) -> element + "!");
		assertThat(mapped.getContent()).containsExactly("b!");
		assertThat(mapped.getTotalElements()).isEqualTo(2);
		assertThat(mapped.getSize()).isEqualTo(5);
	}

	@Test
	void withWhenSliceThenKeepsWhetherThereAreMore() {
		PageRequest request = PageRequest.of(2, 2);
		for (boolean more : new boolean[] { true, false }) {
			Slice<?> kept = (Slice<?>) keep(Slice.class, new SliceImpl<>(List.of("a", "b"), request, more), "b");
			assertThat(kept).isNotInstanceOf(Page.class);
			assertThat(kept.getContent()).isEqualTo(List.of("b"));
			assertThat(kept.getPageable()).isEqualTo(request);
			assertThat(kept.hasNext()).isEqualTo(more);
		}
	}

	@Test
	void ofWhenSpringDataIsAbsentThenFindsTheOthers() throws ReflectiveOperationException {
		Class<?> isolated = new WithoutSpringData().loadClass(FilterableResult.class.getName());
		assertThat(isolated).isNotSameAs(FilterableResult.class);
		Method of = isolated.getDeclaredMethod("of", Class.class);
		of.setAccessible(true);
		assertThat(of.invoke(null, List.class)).isNotNull();
		assertThat(of.invoke(null, Page.class)).isNull();
	}

	private static Object keep(Class<?> type, Object result, String... permitted) {
		FilterableResult kind = FilterableResult.of(type);
		assertThat(kind).isNotNull();
		List<Object> kept = new ArrayList<>(kind.elements(result));
		kept.retainAll(Arrays.asList(permitted));
		Object filtered = kind.with(kept, result);
		assertThat(filtered).isInstanceOf(type);
		return filtered;
	}

	interface Iterators extends Iterable<String> {

	}

	/**
	 * Loads the classes of the starter anew, where they find no Spring Data.
	 */
	private static final class WithoutSpringData extends OverridingClassLoader {

		private WithoutSpringData() {
			super(FilterableResultTests.class.getClassLoader());
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.startsWith("io.github.fgaspring.");
		}

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			return loadClass(name, false);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.data.")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
