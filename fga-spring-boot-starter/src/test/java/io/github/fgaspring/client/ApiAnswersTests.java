package io.github.fgaspring.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApiAnswersTests extends AbstractAnswersTests {

	private static final EffectivePermissions UNKNOWN_RESOURCE = new EffectivePermissions(Set.of(), Set.of(), null,
			DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);

	private static final RemoteQuestion ALL = RemoteQuestion.aboutAll(SUBJECT, null);

	private static final RemoteQuestion ALL_BY_ID = RemoteQuestion
		.aboutAll(new Subject("org_acme", "om_alice", ResourceReference.id("resource_1")), null);

	private final ScriptedClient client = new ScriptedClient();

	private final ApiAnswers answers = new ApiAnswers(this.client);

	@ParameterizedTest
	@EnumSource
	void findWhenOnePermissionThenOneCheck(Match match) {
		this.client.granted("a");
		assertThat(this.answers.find((match != Match.ALL) ? any("a") : all("a")).get("a")).isEqualTo(grant("a"));
		assertThat(this.client.calls).containsExactly("check a");
	}

	@Test
	void findWhenOnePermissionIsDeniedThenOneCheckAndItsReason() {
		PermissionDecision rejected = PermissionDecision.deny("a", DecisionSource.REMOTE,
				DenialReason.REJECTED_QUESTION);
		this.client.answers.put("a", rejected);
		assertThat(this.answers.find(all("a")).get("a")).isSameAs(rejected);
		assertThat(this.client.calls).containsExactly("check a");
	}

	@Test
	void findWhenOneIsCheckedThenNothingIsSaidAboutOthers() {
		assertThat(this.answers.find(all("a")).get("b")).isNull();
	}

	@Test
	void findWhenSeveralPermissionsThenOneListAnswersAll() {
		this.client.page("a", "b", "x");
		RemoteAnswer answer = this.answers.find(all("a", "b"));
		assertThat(answer.get("a")).isEqualTo(grant("a"));
		assertThat(answer.get("b")).isEqualTo(grant("b"));
		assertThat(answer.get("x")).isEqualTo(grant("x"));
		assertThat(answer.get("y")).isEqualTo(deny("y"));
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenNoneOfSeveralIsListedThenAllAreDenied() {
		this.client.page();
		RemoteAnswer answer = this.answers.find(any("a", "b"));
		assertThat(answer.get("a")).isEqualTo(deny("a"));
		assertThat(answer.get("b")).isEqualTo(deny("b"));
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenOnePermissionAndCompleteThenOneListAnswersAll() {
		this.client.page("a");
		RemoteAnswer answer = this.answers.find(complete(all("a")));
		assertThat(answer.get("a")).isEqualTo(grant("a"));
		assertThat(answer.get("b")).isEqualTo(deny("b"));
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenCompleteAndListIsLongThenTheOneIsChecked() {
		this.client.granted("a").page("x").page("y").page("a");
		RemoteAnswer answer = this.answers.find(complete(all("a")));
		assertThat(answer.get("a")).isEqualTo(grant("a"));
		assertThat(answer.get("x")).isEqualTo(grant("x"));
		assertThat(answer.get("y")).isNull();
		assertThat(this.client.calls).containsExactly("list null", "check a");
	}

	@Test
	void findWhenListIsNotSupportedThenChecksOneByOneUntilADenial() {
		this.client.granted("a", "c");
		RemoteAnswer answer = this.answers.find(all("a", "b", "c"));
		assertThat(answer.missing(List.of("a", "b", "c"), Match.ALL)).isEmpty();
		assertThat(answer.get("b")).isEqualTo(deny("b"));
		assertThat(answer.get("c")).isNull();
		assertThat(this.client.calls).containsExactly("list null", "check a", "check b");
	}

	@Test
	void findWhenListIsNotSupportedThenChecksOneByOneUntilAGrant() {
		this.client.granted("b", "c");
		RemoteAnswer answer = this.answers.find(any("a", "b", "c"));
		assertThat(answer.get("b")).isEqualTo(grant("b"));
		assertThat(answer.get("c")).isNull();
		assertThat(this.client.calls).containsExactly("list null", "check a", "check b");
	}

	@Test
	void findWhenListIsNotSupportedAndCompleteThenSaysNothingAboutOthers() {
		this.client.granted("a");
		assertThat(this.answers.find(complete(all("a"))).get("b")).isNull();
	}

	@Test
	void findWhenFirstPageSettlesThenNextIsNotRead() {
		this.client.page("b").page("a");
		assertThat(this.answers.find(any("a", "b", "c", "d")).get("b")).isEqualTo(grant("b"));
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenFirstPageHoldsAllThenNextIsNotReadAndOthersStayOpen() {
		this.client.page("a", "b").page("c");
		RemoteAnswer answer = this.answers.find(all("a", "b"));
		assertThat(answer.missing(List.of("a", "b"), Match.ALL)).isEmpty();
		assertThat(answer.get("c")).isNull();
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenTwoAreMissingAfterAPageThenTheseAreChecked() {
		this.client.granted("a", "b").page("x").page("a", "b");
		this.answers.find(all("a", "b"));
		assertThat(this.client.calls).containsExactly("list null", "check a", "check b");
	}

	@Test
	void findWhenReadingOnMayCostLessThanChecksThenReadsOn() {
		this.client.page("a", "b").page("c", "d");
		RemoteAnswer answer = this.answers.find(all("a", "b", "c", "d", "e"));
		assertThat(answer.get("d")).isEqualTo(grant("d"));
		assertThat(answer.get("e")).isEqualTo(deny("e"));
		assertThat(this.client.calls).containsExactly("list null", "list 1");
	}

	@Test
	void findWhenListDoesNotEndThenChecks() {
		this.client.granted("a", "b", "c", "d").endless("x");
		RemoteAnswer answer = this.answers.find(all("a", "b", "c", "d"));
		assertThat(answer.missing(List.of("a", "b", "c", "d"), Match.ALL)).isEmpty();
		assertThat(this.client.calls).startsWith("list null", "list 0", "list 0")
			.endsWith("check a", "check b", "check c", "check d")
			.hasSize(7);
	}

	@ParameterizedTest
	@EnumSource
	void findWhenListedForAnotherTypeThenIsCheckedAndNotGrantedByTheList(Match match) {
		this.client.pageOfOtherTypes("a", "b");
		RemoteAnswer answer = this.answers.find((match != Match.ALL) ? any("a", "b") : all("a", "b"));
		assertThat(answer.get("a")).isEqualTo(deny("a"));
		assertThat(answer.decisions().values()).noneMatch(PermissionDecision::isGranted);
		assertThat(this.client.calls).isEqualTo(
				(match != Match.ALL) ? List.of("list null", "check a", "check b") : List.of("list null", "check a"));
	}

	@Test
	void findWhenListedForAnotherTypeThenTheCheckMayGrant() {
		this.client.granted("b").pageOfOtherTypes("b");
		RemoteAnswer answer = this.answers.find(any("a", "b", "c"));
		assertThat(answer.get("a")).isEqualTo(deny("a"));
		assertThat(answer.get("b")).isEqualTo(grant("b"));
		assertThat(this.client.calls).containsExactly("list null", "check b");
	}

	@Test
	void findWhenListedForAnotherTypeThenIsUnknownLater() {
		this.client.pageOfOtherTypes("b");
		RemoteAnswer answer = this.answers.find(complete(all("a")));
		assertThat(answer.get("a")).isEqualTo(deny("a"));
		assertThat(answer.get("b")).isNull();
	}

	@Test
	void findWhenFirstPageIsADenialThenAllAreDeniedForThatReason() {
		this.client.pages.add(UNKNOWN_RESOURCE);
		RemoteAnswer answer = this.answers.find(all("a", "b"));
		assertThat(answer.get("b").reason()).isEqualTo(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
		assertThat(answer.get("z").reason()).isEqualTo(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenLaterPageIsADenialThenNothingIsGranted() {
		this.client.page("a", "b").pages.add(UNKNOWN_RESOURCE);
		RemoteAnswer answer = this.answers.find(all("a", "b", "c", "d", "e"));
		assertThat(List.of("a", "b", "c", "d", "e"))
			.allSatisfy((permission) -> assertThat(answer.get(permission)).isEqualTo(PermissionDecision.deny(permission,
					DecisionSource.REMOTE, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP)));
		assertThat(this.client.calls).containsExactly("list null", "list 1");
	}

	@Test
	void findWhenLaterPageIsNotSupportedThenTheRestIsChecked() {
		this.client.granted("c", "d", "e").page("a", "b").pages.add(null);
		RemoteAnswer answer = this.answers.find(all("a", "b", "c", "d", "e"));
		assertThat(answer.missing(List.of("a", "b", "c", "d", "e"), Match.ALL)).isEmpty();
		assertThat(answer.get("z")).isNull();
		assertThat(this.client.calls).containsExactly("list null", "list 1", "check c", "check d", "check e");
	}

	@Test
	void findWhenListIsUnavailableThenUnavailableWithoutChecks() {
		this.client.failure = new CheckUnavailableException("down", null);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(all("a", "b")))
			.isSameAs(this.client.failure);
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenAboutAllThenReadsAllPages() {
		this.client.page("a", "b").pageOfOtherTypes("x").page("c");
		RemoteAnswer answer = this.answers.find(ALL);
		assertThat(answer.granted()).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(answer.get("x")).isNull();
		assertThat(answer.get("y")).isEqualTo(deny("y"));
		assertThat(this.client.calls).containsExactly("list null", "list 1", "list 2");
	}

	@Test
	void findWhenAboutAllOfUnknownResourceThenNoneAndAllAreDenied() {
		this.client.pages.add(UNKNOWN_RESOURCE);
		RemoteAnswer answer = this.answers.find(ALL);
		assertThat(answer.granted()).isEmpty();
		assertThat(answer.isComplete()).isTrue();
		assertThat(answer.get("a").reason()).isEqualTo(DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
	}

	@Test
	void findWhenAboutAllCannotBeAskedThenNothingIsSaid() {
		assertThat(this.answers.find(ALL)).isSameAs(RemoteAnswer.NOTHING);
		assertThat(this.client.calls).containsExactly("list null");
	}

	@Test
	void findWhenAboutAllAndCursorLoopsThenUnavailable() {
		this.client.page("a").endless("x");
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(ALL));
		assertThat(this.client.calls).hasSizeLessThan(5);
	}

	@Test
	void findWhenAboutAllAndThereAreTooManyPagesThenUnavailable() {
		for (int i = 0; i < 200; i++) {
			this.client.page("a" + i);
		}
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(ALL));
		assertThat(this.client.calls).hasSize(100);
	}

	@Test
	void findWhenAboutAllAndListBreaksOffThenUnavailable() {
		for (EffectivePermissions second : Arrays.asList(null, UNKNOWN_RESOURCE)) {
			this.client.pages.clear();
			this.client.page("a");
			this.client.pages.add(second);
			assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> this.answers.find(ALL));
		}
	}

	@Test
	void findWhenAboutAllOfResourceByWorkOsIdThenListsByItsExternalId() {
		this.client.page("a").known(new FgaResource("resource_1", "p-1", "project", "One", null));
		assertThat(this.answers.find(ALL_BY_ID).granted()).containsExactly("a");
		assertThat(this.client.calls).containsExactly("resource resource_1 in org_acme", "list null");
	}

	@Test
	void findWhenAboutAllOfUnknownWorkOsIdThenNothingIsSaid() {
		assertThat(this.answers.find(ALL_BY_ID)).isSameAs(RemoteAnswer.NOTHING);
		assertThat(this.client.calls).containsExactly("resource resource_1 in org_acme");
	}

	@Test
	void findWhenCheckIsUnavailableThenTellsWhatWasDeniedBefore() {
		this.client.failing = "b";
		CheckUnavailableException failure = new CheckUnavailableException("down", null);
		this.client.checkFailure = failure;
		assertThatExceptionOfType(IncompleteAnswerException.class).isThrownBy(() -> this.answers.find(any("a", "b")))
			.satisfies((ex) -> assertThat(ex.getFailure()).isSameAs(failure))
			.satisfies((ex) -> assertThat(ex.getKnown().get("a")).isEqualTo(deny("a")))
			.satisfies((ex) -> assertThat(ex.getKnown().get("b")).isNull());
	}

	@Test
	void findWhenCheckIsUnavailableThenTellsWhatTheListDenied() {
		this.client.failing = "b";
		this.client.checkFailure = new CheckUnavailableException("down", null);
		this.client.pageOfOtherTypes("b");
		assertThatExceptionOfType(IncompleteAnswerException.class).isThrownBy(() -> this.answers.find(any("a", "b")))
			.satisfies((ex) -> assertThat(ex.getKnown().get("a")).isEqualTo(deny("a")))
			.satisfies((ex) -> assertThat(ex.getKnown().get("b")).isNull());
	}

	@Property
	void findThenOutcomeIsThatOfCheckingOneByOne(@ForAll("permissions") Set<String> granted,
			@ForAll("permissions") Set<String> ofOtherTypes,
			@ForAll("permissions") @Size(min = 1) Set<String> permissions,
			@ForAll @IntRange(min = 1, max = 5) int pageSize, @ForAll Match match, @ForAll boolean complete,
			@ForAll boolean supported) {
		ScriptedClient client = new ScriptedClient().granted(granted.toArray(String[]::new));
		if (supported) {
			client.list(granted, ofOtherTypes, pageSize);
		}
		List<String> asked = List.copyOf(permissions);
		RemoteAnswer answer = new ApiAnswers(client)
			.find(new RemoteQuestion(SUBJECT, asked, match, complete, false, null));
		List<PermissionDecision> decisions = new ArrayList<>();
		asked.forEach((permission) -> decisions.add(answer.get(permission)));
		boolean expected = (match != Match.ALL) ? asked.stream().anyMatch(granted::contains)
				: granted.containsAll(asked);
		assertThat(PermissionDecision.combine(asked, decisions, match).isGranted()).isEqualTo(expected);
		assertThat(answer.missing(asked, match)).isEmpty();
		// Whatever it says about any permission is true.
		for (String permission : "a b c d e f g h i j k l".split(" ")) {
			PermissionDecision decision = answer.get(permission);
			if (decision != null) {
				assertThat(decision.isGranted()).isEqualTo(granted.contains(permission));
			}
		}
		assertThat(client.lists()).isLessThanOrEqualTo(Math.max(1, asked.size() - 1));
		assertThat(client.calls.size() - client.lists()).isLessThanOrEqualTo(asked.size());
	}

	@Provide
	Arbitrary<Set<String>> permissions() {
		return Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j").set().ofMaxSize(8);
	}

	private static final class ScriptedClient implements FgaClient {

		private final List<String> calls = new ArrayList<>();

		private final Map<String, PermissionDecision> answers = new TreeMap<>();

		private final List<EffectivePermissions> pages = new ArrayList<>();

		private CheckUnavailableException failure;

		private String failing;

		private CheckUnavailableException checkFailure;

		private FgaResource known;

		ScriptedClient known(FgaResource resource) {
			this.known = resource;
			return this;
		}

		@Override
		public FgaResource resource(String organizationId, ResourceReference.Id resource) {
			this.calls.add("resource " + resource.resourceId() + " in " + organizationId);
			return this.known;
		}

		ScriptedClient granted(String... permissions) {
			Arrays.asList(permissions).forEach((permission) -> this.answers.put(permission, grant(permission)));
			return this;
		}

		/**
		 * Adds a page, and a cursor to it on the one before.
		 */
		ScriptedClient page(String... permissions) {
			return page(Set.of(permissions), Set.of());
		}

		ScriptedClient pageOfOtherTypes(String... permissions) {
			return page(Set.of(), Set.of(permissions));
		}

		private ScriptedClient page(Set<String> permissions, Set<String> ofOtherTypes) {
			this.pages.add(new EffectivePermissions(permissions, ofOtherTypes, null, null));
			return this;
		}

		ScriptedClient endless(String permission) {
			this.pages.add(new EffectivePermissions(Set.of(permission), Set.of(), "0", null));
			return this;
		}

		ScriptedClient list(Set<String> granted, Set<String> ofOtherTypes, int pageSize) {
			List<String> all = new ArrayList<>(new LinkedHashSet<>(granted));
			// A permission for another type may be listed that a check denies.
			ofOtherTypes.stream().filter((permission) -> !granted.contains(permission)).forEach(all::add);
			for (int i = 0; i == 0 || i < all.size(); i += pageSize) {
				Set<String> own = new HashSet<>(all.subList(i, Math.min(all.size(), i + pageSize)));
				Set<String> others = new HashSet<>(own);
				others.retainAll(ofOtherTypes);
				own.removeAll(ofOtherTypes);
				page(own, others);
			}
			return this;
		}

		long lists() {
			return this.calls.stream().filter((call) -> call.startsWith("list")).count();
		}

		@Override
		public PermissionDecision check(String organizationMembershipId, String permission,
				ResourceReference resource) {
			assertThat(organizationMembershipId).isEqualTo("om_alice");
			assertThat(resource).isEqualTo(PROJECT);
			this.calls.add("check " + permission);
			if (permission.equals(this.failing)) {
				throw this.checkFailure;
			}
			return this.answers.getOrDefault(permission, deny(permission));
		}

		@Override
		public EffectivePermissions effectivePermissions(String organizationMembershipId, ResourceReference resource,
				String after) {
			assertThat(organizationMembershipId).isEqualTo("om_alice");
			assertThat(resource).isEqualTo(PROJECT);
			this.calls.add("list " + after);
			if (this.failure != null) {
				throw this.failure;
			}
			int number = (after != null) ? Integer.parseInt(after) : 0;
			if (number >= this.pages.size()) {
				return null;
			}
			EffectivePermissions page = this.pages.get(number);
			if (page == null || page.after() != null || number == this.pages.size() - 1) {
				return page;
			}
			return new EffectivePermissions(page.permissions(), page.ofOtherTypes(), String.valueOf(number + 1), null);
		}

	}

}
