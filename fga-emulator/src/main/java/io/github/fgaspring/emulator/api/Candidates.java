package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.fgaspring.emulator.model.AuthorizationRequest;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.User;

/**
 * The people who can be chosen on the sign-in page: everybody, or those who have an
 * active membership in the organization that the application asked for.
 */
final class Candidates {

	private final List<Candidate> all = new ArrayList<>();

	Candidates(EmulatorState state, AuthorizationRequest request) {
		String organizationId = request.organizationId();
		Map<String, List<Membership>> memberships = new HashMap<>();
		state.accounts()
			.memberships()
			.all((membership) -> membership.isActive()
					&& (organizationId == null || membership.organizationId().equals(organizationId)))
			.forEach((membership) -> memberships.computeIfAbsent(membership.userId(), (id) -> new ArrayList<>())
				.add(membership));
		for (User user : state.accounts().users().all()) {
			List<Membership> ofUser = memberships.getOrDefault(user.id(), List.of());
			if (organizationId == null || !ofUser.isEmpty()) {
				this.all.add(new Candidate(user, ofUser, user.email().equalsIgnoreCase(request.loginHint())));
			}
		}
	}

	/**
	 * All of them, whom the application expects first, then in the order of their
	 * creation.
	 */
	List<Candidate> all() {
		List<Candidate> ordered = new ArrayList<>(this.all.stream().filter(Candidate::expected).toList());
		ordered.addAll(this.all.stream().filter(Predicate.not(Candidate::expected)).toList());
		return ordered;
	}

	Optional<Candidate> find(String userId) {
		return this.all.stream().filter((candidate) -> candidate.user().id().equals(userId)).findFirst();
	}

	/**
	 * Somebody who can be chosen.
	 *
	 * @param user the person
	 * @param memberships the active memberships to choose from
	 * @param expected whether the application named this person
	 */
	record Candidate(User user, List<Membership> memberships, boolean expected) {

		/**
		 * Whether this person can sign in: an environment of WorkOS demands a verified
		 * address unless its dashboard says otherwise.
		 */
		boolean isAllowed() {
			return this.user.profile().emailVerified();
		}

		Optional<Membership> membership(String organizationId) {
			return this.memberships.stream()
				.filter((membership) -> membership.organizationId().equals(organizationId))
				.findFirst();
		}

	}

}
