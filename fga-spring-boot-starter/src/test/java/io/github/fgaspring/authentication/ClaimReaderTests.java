package io.github.fgaspring.authentication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimReader}.
 */
class ClaimReaderTests {

	private static final List<String> PATH = List.of("a", "b", "c", "d");

	private static final Object ABSENT = new Object();

	@Test
	void textWhenNameHasDotsThenLiteralClaim() {
		assertThat(text(Map.of("https://example.com/org", "org_1"), "https://example.com/org")).isEqualTo("org_1");
	}

	@Test
	void textsWhenNameHasDotsThenNestedClaim() {
		Map<String, Object> claims = Map.of("realm_access", Map.of("roles", List.of("admin")), "resource_access",
				Map.of("my-app", Map.of("roles", List.of("editor")), "my.app", Map.of("roles", List.of("viewer"))));
		assertThat(texts(claims, "realm_access.roles")).containsExactly("admin");
		assertThat(texts(claims, "resource_access.my-app.roles")).containsExactly("editor");
		assertThat(texts(claims, "resource_access.my.app.roles")).containsExactly("viewer");
		assertThat(texts(claims, "resource_access.other.roles")).isEmpty();
		assertThat(texts(claims, "realm_access")).isEmpty();
		assertThat(texts(claims, "realm_access.roles.0")).isEmpty();
	}

	@Test
	void textWhenLiteralAndNestedClaimThenLiteral() {
		Map<String, Object> claims = Map.of("a.b", "literal", "a", Map.of("b", "nested"));
		assertThat(text(claims, "a.b")).isEqualTo("literal");
	}

	@ParameterizedTest
	@MethodSource
	void textWhenLiteralClaimIsOfAnotherShapeThenAbsentAndNotTheNestedOne(Object literal) {
		Map<String, Object> claims = new HashMap<>(Map.of("a", Map.of("b", "nested")));
		claims.put("a.b", literal);
		assertThat(text(claims, "a.b")).isNull();
		assertThat(texts(claims, "a.b")).isEmpty();
		assertThat(new ClaimReader(claims).instant("a.b")).isNull();
	}

	static Stream<Object> textWhenLiteralClaimIsOfAnotherShapeThenAbsentAndNotTheNestedOne() {
		return Stream.of(null, "", Map.of("b", "deeper"), Arrays.asList("text", null), true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "a.", ".b", "a..b", "a.b.", "b", "a.b.c" })
	void textWhenNameLeadsNowhereThenAbsent(String name) {
		assertThat(text(Map.of("a", Map.of("b", "nested")), name)).isNull();
	}

	/**
	 * Compares with all readings of the name, one after the other.
	 */
	@Property
	void textThenThatOfFirstReadingThatLeadsToClaim(@ForAll("claims") Map<String, Object> claims) {
		Object expected = null;
		for (List<String> keys : readings(PATH)) {
			if (leadsToClaim(claims, keys)) {
				expected = follow(claims, keys);
				break;
			}
		}
		assertThat(text(claims, String.join(".", PATH))).isEqualTo((expected instanceof String) ? expected : null);
	}

	@Provide
	Arbitrary<Map<String, Object>> claims() {
		return claims(0);
	}

	/**
	 * Claims with what the path can be read as from one of its names on.
	 */
	private static Arbitrary<Map<String, Object>> claims(int from) {
		List<Arbitrary<Object>> values = new ArrayList<>();
		for (int to = from + 1; to <= PATH.size(); to++) {
			Arbitrary<Object> leaves = Arbitraries.of("1", "2", "3", 4).asGeneric().injectNull(0.1);
			values.add(Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(ABSENT)), Tuple.of(1, leaves),
					Tuple.of(3, (to < PATH.size()) ? claims(to).asGeneric() : leaves)));
		}
		return Combinators.combine(values).as((chosen) -> {
			Map<String, Object> claims = new HashMap<>();
			for (int i = 0; i < chosen.size(); i++) {
				if (chosen.get(i) != ABSENT) {
					claims.put(String.join(".", PATH.subList(from, from + i + 1)), chosen.get(i));
				}
			}
			return claims;
		});
	}

	private static List<List<String>> readings(List<String> names) {
		if (names.isEmpty()) {
			return List.of(List.of());
		}
		List<List<String>> readings = new ArrayList<>();
		for (int length = names.size(); length > 0; length--) {
			String first = String.join(".", names.subList(0, length));
			for (List<String> rest : readings(names.subList(length, names.size()))) {
				List<String> reading = new ArrayList<>(List.of(first));
				reading.addAll(rest);
				readings.add(reading);
			}
		}
		return readings;
	}

	private static boolean leadsToClaim(Map<String, Object> claims, List<String> keys) {
		Object parent = (keys.size() > 1) ? follow(claims, keys.subList(0, keys.size() - 1)) : claims;
		return parent instanceof Map<?, ?> map && map.containsKey(keys.get(keys.size() - 1));
	}

	private static Object follow(Map<String, Object> claims, List<String> keys) {
		Object value = claims;
		for (String key : keys) {
			value = (value instanceof Map<?, ?> map) ? map.get(key) : null;
		}
		return value;
	}

	@ParameterizedTest
	@ValueSource(strings = { "scope", "scp" })
	void textsWhenScopesThenTextWithSpacesOrList(String name) {
		assertThat(texts(Map.of(name, "project:view project:edit"), name)).containsExactly("project:view",
				"project:edit");
		assertThat(texts(Map.of(name, "project:view"), name)).containsExactly("project:view");
		assertThat(texts(Map.of(name, List.of("project:view", "project:edit")), name)).containsExactly("project:view",
				"project:edit");
		assertThat(texts(Map.of(name, List.of("project:view project:edit")), name))
			.containsExactly("project:view project:edit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " project:view", "project:view ", "project:view  project:edit",
			"project:view \t project:edit" })
	void textsWhenScopesAreMalformedThenAbsentAsAWhole(String scopes) {
		assertThat(texts(Map.of("scope", scopes), "scope")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "permissions", "scopes", "Scope", "api.scope" })
	void textsWhenOtherClaimIsTextThenAbsent(String name) {
		assertThat(texts(Map.of(name, "project:view project:edit"), name)).isEmpty();
	}

	@Test
	void holdsAnyWhenTextOrListThenWhetherItIsAmongThem() {
		assertThat(holds("api")).isTrue();
		assertThat(holds(List.of("other", "api"))).isTrue();
		assertThat(holds("other")).isFalse();
		assertThat(holds("api web")).isFalse();
		assertThat(holds("API")).isFalse();
		assertThat(holds(List.of())).isFalse();
	}

	@Test
	void holdsAnyWhenMalformedThenFalse() {
		assertThat(holds(null)).isFalse();
		assertThat(holds(Map.of("api", true))).isFalse();
		assertThat(holds(Arrays.asList("api", null))).isFalse();
		assertThat(holds(List.of("api", 1))).isFalse();
		assertThat(holds(List.of(List.of("api")))).isFalse();
	}

	@Test
	void instantWhenNumberOrInstantThenTime() {
		Instant time = Instant.ofEpochSecond(1_700_000_000);
		assertThat(new ClaimReader(Map.of("at", time)).instant("at")).isEqualTo(time);
		assertThat(new ClaimReader(Map.of("at", 1_700_000_000L)).instant("at")).isEqualTo(time);
		assertThat(new ClaimReader(Map.of("login", Map.of("at", 1.7e9))).instant("login.at")).isEqualTo(time);
		assertThat(new ClaimReader(Map.of("at", "1700000000")).instant("at")).isNull();
	}

	private static boolean holds(Object audience) {
		return new ClaimReader(Collections.singletonMap("aud", audience)).holdsAny("aud", Set.of("api", "web"));
	}

	private static String text(Map<String, Object> claims, String name) {
		return new ClaimReader(claims).text(name);
	}

	private static Set<String> texts(Map<String, Object> claims, String name) {
		return new ClaimReader(claims).texts(name);
	}

}
