package io.github.fgaspring.redis;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeFormatTests {

	private static final Instant TIME = Instant.ofEpochMilli(System.currentTimeMillis());

	static Stream<LiveChange> changes() {
		List<FgaScope> scopes = List.of(FgaScope.session("session_1"), FgaScope.user("user|ümlaut 1"),
				FgaScope.membership("om_1"), FgaScope.userInOrganization("user_1", "org_1"),
				FgaScope.organization("org_1"), FgaScope.resource(ResourceReference.external("project", "p 1")),
				FgaScope.resource(ResourceReference.id("authz_resource_1")), FgaScope.everything());
		return Stream.of(Kind.values())
			.flatMap((kind) -> scopes.stream().map((scope) -> new LiveChange(kind, scope, TIME)));
	}

	static Stream<Map<String, String>> garbage() {
		return Stream.of(Map.of("a", "b"), entry("v", "2"), entry("v", ""), entry("kind", "begin"),
				entry("kind", "Revoked"), entry("scope", "nobody"), entry("scope", "everything"), entry("id", ""),
				entry("id", " "), entry("id", "x".repeat(10_001)), entry("in", "org_1"),
				entry("scope", "user-in-organization"), entry("scope", "resource"), entry("time", ""),
				entry("time", "-1"), entry("time", "1e3"), entry("time", "999999999999999999999"), entry("more", "1"),
				without("in"), without("v"));
	}

	private static Map<String, String> entry(String field, String value) {
		Map<String, String> entry = new HashMap<>(Map.of("v", "1", "kind", "revoked", "scope", "user", "id", "user_1",
				"in", "", "time", Long.toString(TIME.toEpochMilli())));
		entry.put(field, value);
		return entry;
	}

	private static Map<String, String> without(String field) {
		Map<String, String> entry = entry(field, "");
		entry.remove(field);
		return entry;
	}

	@ParameterizedTest
	@MethodSource("changes")
	void readWhenWrittenThenIsTheSame(LiveChange change) {
		assertThat(ChangeFormat.read(ChangeFormat.write(change))).isEqualTo(change);
	}

	@ParameterizedTest
	@MethodSource("garbage")
	void readWhenGarbageThenNothing(Map<String, String> entry) {
		assertThat(ChangeFormat.read(entry)).isNull();
	}

	@Test
	void readWhenWrittenByThisVersionThenUnderstoodByLaterOnes() {
		assertThat(ChangeFormat.read(entry("v", "1")))
			.isEqualTo(new LiveChange(Kind.REVOKED, FgaScope.user("user_1"), TIME));
	}

	@Test
	void writeWhenResourceCannotBeAskedAboutThenNothing() {
		FgaScope scope = FgaScope.resource(ResourceReference.external("project", null));
		assertThat(ChangeFormat.write(new LiveChange(Kind.EVICTED, scope, TIME))).isNull();
	}

	@Test
	void writeWhenTimeIsImpossibleThenIsTheNearestPossible() {
		assertThat(ChangeFormat.write(new LiveChange(Kind.EVICTED, FgaScope.everything(), Instant.MAX)))
			.containsEntry("time", "99999999999999");
		assertThat(ChangeFormat.write(new LiveChange(Kind.EVICTED, FgaScope.everything(), Instant.MIN)))
			.containsEntry("time", "0");
	}

}
