package io.github.fgaspring.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.SessionMarks;
import io.github.fgaspring.support.TestClock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventEffectsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final Map<String, Object> MEMBERSHIP = Map.of("id", "om_alice", "user_id", "user_alice",
			"organization_id", "org_acme");

	private static final FgaScope PAIR = FgaScope.userInOrganization("user_alice", "org_acme");

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void ofThenAsTheTableSays(String type, Map<String, Object> data, List<LiveChange> effects) {
		assertThat(EventEffects.of(event(type, data))).containsExactlyElementsOf(effects);
	}

	static Stream<Arguments> ofThenAsTheTableSays() {
		Map<String, Object> user = Map.of("id", "user_alice", "external_id", "42");
		Map<String, Object> organization = Map.of("id", "org_acme", "external_id", "acme");
		Map<String, Object> group = Map.of("id", "group_1", "organization_id", "org_acme");
		Map<String, Object> member = Map.of("group_id", "group_1", "organization_membership_id", "om_alice");
		Stream<Arguments> table = Stream
			.of(row("session.revoked", Map.of("id", "session_1"), change(Kind.ENDED, FgaScope.session("session_1"))),
					row("session.created", Map.of("id", "session_1")),
					row("organization_membership.created", MEMBERSHIP, change(Kind.EVICTED, PAIR)),
					row("organization_membership.updated", with(MEMBERSHIP, "status", "active"),
							change(Kind.OUTDATED, FgaScope.membership("om_alice")), change(Kind.OUTDATED, PAIR)),
					row("organization_membership.updated", with(MEMBERSHIP, "status", "inactive"),
							change(Kind.REVOKED, FgaScope.membership("om_alice")), change(Kind.REVOKED, PAIR)),
					row("organization_membership.updated", with(MEMBERSHIP, "status", "pending"),
							change(Kind.REVOKED, FgaScope.membership("om_alice")), change(Kind.REVOKED, PAIR)),
					row("organization_membership.updated", with(MEMBERSHIP, "status", "yet_unknown"),
							change(Kind.REVOKED, FgaScope.membership("om_alice")), change(Kind.REVOKED, PAIR)),
					row("organization_membership.deleted", MEMBERSHIP,
							change(Kind.ENDED, FgaScope.membership("om_alice")), change(Kind.REVOKED, PAIR)),
					row("user.created", user),
					row("user.updated", user, change(Kind.EVICTED, FgaScope.user("user_alice")),
							change(Kind.EVICTED, FgaScope.user("42"))),
					row("user.deleted", user, change(Kind.ENDED, FgaScope.user("user_alice")),
							change(Kind.REVOKED, FgaScope.user("42"))),
					row("user.deleted", Map.of("id", "user_alice"), change(Kind.ENDED, FgaScope.user("user_alice"))),
					row("user.deleted", with(Map.of("id", "user_alice"), "external_id", null),
							change(Kind.ENDED, FgaScope.user("user_alice"))),
					row("organization.created", organization),
					row("organization.updated", organization, change(Kind.EVICTED, FgaScope.organization("org_acme")),
							change(Kind.EVICTED, FgaScope.organization("acme"))),
					row("organization.deleted", organization, change(Kind.ENDED, FgaScope.organization("org_acme")),
							change(Kind.REVOKED, FgaScope.organization("acme"))),
					row("group.created", group),
					row("group.updated", group, change(Kind.OUTDATED, FgaScope.organization("org_acme"))),
					row("group.deleted", group, change(Kind.OUTDATED, FgaScope.organization("org_acme"))),
					row("group.member_added", member, change(Kind.OUTDATED, FgaScope.membership("om_alice"))),
					row("group.member_removed", member, change(Kind.OUTDATED, FgaScope.membership("om_alice"))),
					row("flag.updated", Map.of("slug", "beta")), row("of.a.kind.yet.unknown", Map.of()),
					row("roles.updated", Map.of()), row("role", Map.of()));
		Stream<Arguments> roles = Stream.of("created", "updated", "deleted", "yet_unknown")
			.flatMap((verb) -> Stream.of(
					row("role." + verb, Map.of("slug", "admin"), change(Kind.OUTDATED, FgaScope.everything())),
					row("permission." + verb, Map.of("slug", "a:b"), change(Kind.OUTDATED, FgaScope.everything())),
					row("organization_role." + verb, Map.of("organization_id", "org_acme"),
							change(Kind.OUTDATED, FgaScope.organization("org_acme")))));
		return Stream.concat(table, roles);
	}

	@ParameterizedTest
	@CsvSource({ "session.revoked, id", "organization_membership.created, user_id",
			"organization_membership.created, organization_id", "organization_membership.updated, id",
			"organization_membership.updated, user_id", "organization_membership.updated, organization_id",
			"organization_membership.updated, status", "organization_membership.deleted, id",
			"organization_membership.deleted, user_id", "organization_membership.deleted, organization_id",
			"user.updated, id", "user.deleted, id", "organization.updated, id", "organization.deleted, id",
			"organization_role.updated, organization_id", "group.updated, organization_id",
			"group.deleted, organization_id", "group.member_added, organization_membership_id",
			"group.member_removed, organization_membership_id" })
	void ofWhenFieldUnusableThenFailsNamingIt(String type, String field) {
		Map<String, Object> data = new HashMap<>(MEMBERSHIP);
		data.put("status", "active");
		data.put("organization_membership_id", "om_alice");
		assertThat(EventEffects.of(event(type, data))).isNotEmpty();
		for (Object unusable : Arrays.asList(null, "", " ", 4711, true, List.of("om_alice"), Map.of("id", "om_alice"),
				"x".repeat(256))) {
			data.put(field, unusable);
			assertThatExceptionOfType(UnusableEventException.class).isThrownBy(() -> EventEffects.of(event(type, data)))
				.withMessage("An event of type " + type + " has no usable '" + field + "'");
		}
		data.remove(field);
		assertThatExceptionOfType(UnusableEventException.class).isThrownBy(() -> EventEffects.of(event(type, data)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "user.deleted", "organization.deleted" })
	void ofWhenExternalIdIsNoTextThenFails(String type) {
		assertThatExceptionOfType(UnusableEventException.class)
			.isThrownBy(() -> EventEffects.of(event(type, Map.of("id", "id_1", "external_id", 42))))
			.withMessageContaining("external_id");
	}

	@Test
	void typesThenAreThoseWithEffects() {
		Map<String, Object> data = new HashMap<>(MEMBERSHIP);
		data.put("status", "active");
		data.put("organization_membership_id", "om_alice");
		assertThat(EventEffects.TYPES).doesNotHaveDuplicates()
			.hasSize(21)
			.allSatisfy((type) -> assertThat(EventEffects.of(event(type, data))).isNotEmpty());
	}

	/**
	 * Whatever the order in which events arrive, and however often, sessions are refused
	 * or taken for out of date just as if each had come once and in time.
	 */
	@Property(tries = 500)
	void marksWhenEventsAreShuffledAndRepeatedThenTheSame(
			@ForAll @Size(min = 1, max = 12) List<@From("events") FgaEvent> events, @ForAll long seed) {
		List<FgaEvent> inOrder = events.stream()
			.sorted((one, other) -> one.created().compareTo(other.created()))
			.toList();
		List<FgaEvent> shuffled = new ArrayList<>(events);
		shuffled.addAll(events.subList(0, events.size() / 2));
		Collections.shuffle(shuffled, new Random(seed));
		assertThat(verdicts(shuffled)).isEqualTo(verdicts(inOrder));
	}

	@Provide
	Arbitrary<FgaEvent> events() {
		Arbitrary<Map<String, Object>> data = Combinators
			.combine(Arbitraries.of("1", "2"), Arbitraries.of("1", "2"), Arbitraries.of("1", "2"),
					Arbitraries.of("active", "inactive"))
			.as((id, user, organization, status) -> Map.of("id", id, "user_id", user, "organization_id", organization,
					"status", status, "organization_membership_id", id, "external_id", "external_" + id));
		return Combinators.combine(Arbitraries.of(EventEffects.TYPES), data, Arbitraries.longs().between(0, 600))
			.as((type, of, second) -> new FgaEvent("event_1", type, of, NOW.minusSeconds(second), Map.of()));
	}

	private static List<String> verdicts(List<FgaEvent> events) {
		SessionMarks marks = new SessionMarks(Duration.ofHours(1), Duration.ofSeconds(30), new TestClock(NOW));
		events.forEach((event) -> EventEffects.of(event).forEach(marks::onChange));
		List<String> verdicts = new ArrayList<>();
		for (String user : List.of("1", "2", "external_1")) {
			for (String organization : List.of("1", "2", "external_2")) {
				for (long age = 0; age < 700; age += 15) {
					FgaSession.Builder session = FgaSession.of(user)
						.organizationId(organization)
						.sessionId(user)
						.issuedAt(NOW.minusSeconds(age));
					verdicts.add(verdict(marks, session.build()));
					verdicts.add(verdict(marks, session.organizationMembershipId(organization).build()));
				}
			}
		}
		return verdicts;
	}

	private static String verdict(SessionMarks marks, FgaSession session) {
		return marks.isRevoked(session) + "/" + marks.isOutdated(session);
	}

	private static Arguments row(String type, Map<String, Object> data, LiveChange... effects) {
		return Arguments.of(type, data, List.of(effects));
	}

	private static LiveChange change(Kind kind, FgaScope scope) {
		return new LiveChange(kind, scope, NOW);
	}

	private static Map<String, Object> with(Map<String, Object> data, String field, Object value) {
		Map<String, Object> all = new HashMap<>(data);
		all.put(field, value);
		return all;
	}

	private static FgaEvent event(String type, Map<String, Object> data) {
		return new FgaEvent("event_1", type, data, NOW, Map.of());
	}

}
