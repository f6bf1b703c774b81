package io.github.fgaspring.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.client.RemoteQuestion.Subject;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the API, with as few calls as it takes: one permission is checked, several
 * are looked up in the list of the permissions that the membership has on the resource.
 * The list comes in pages. When it turns out to be so long that reading on could cost
 * more calls than checks would, what is left is checked. Only the question which
 * permissions there are has the whole list read.
 */
final class ApiAnswers implements RemoteAnswers {

	/**
	 * More pages than any resource can have permissions for.
	 */
	private static final int MAX_PAGES = 100;

	private final FgaClient client;

	ApiAnswers(FgaClient client) {
		this.client = client;
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		if (question.isAboutAll()) {
			return listAll(question.subject());
		}
		boolean list = question.complete() || question.permissions().size() > 1;
		RemoteAnswer listed = list ? list(question) : RemoteAnswer.NOTHING;
		List<String> missing = listed.missing(question.permissions(), question.match());
		return missing.isEmpty() ? listed : check(question, missing, listed);
	}

	private RemoteAnswer check(RemoteQuestion question, List<String> permissions, RemoteAnswer listed) {
		Map<String, PermissionDecision> decisions = new HashMap<>();
		for (String permission : permissions) {
			PermissionDecision decision;
			try {
				decision = this.client.check(question.subject().membershipId(), permission,
						question.subject().resource());
			}
			catch (CheckUnavailableException ex) {
				throw new IncompleteAnswerException(listed.and(RemoteAnswer.of(decisions)), ex);
			}
			decisions.put(permission, decision);
			if (decision.settles(question.match())) {
				break;
			}
		}
		return listed.and(RemoteAnswer.of(decisions));
	}

	private RemoteAnswer list(RemoteQuestion question) {
		Subject subject = question.subject();
		Map<String, PermissionDecision> granted = new HashMap<>();
		Set<String> unknown = new HashSet<>();
		String after = null;
		int pages = 0;
		do {
			EffectivePermissions page = this.client.effectivePermissions(subject.membershipId(), subject.resource(),
					after);
			if (page == null) {
				break;
			}
			if (page.denial() != null) {
				return RemoteAnswer.complete(Map.of(), page.denial(), Set.of());
			}
			page.permissions().forEach((permission) -> granted.put(permission, grant(permission)));
			unknown.addAll(page.ofOtherTypes());
			after = page.after();
			if (after == null) {
				return RemoteAnswer.complete(granted, DenialReason.MISSING_PERMISSION, unknown);
			}
			pages++;
		}
		while (pages < missing(question, granted) - 1);
		return RemoteAnswer.beginning(granted);
	}

	/**
	 * All pages, or nothing if the API cannot be asked so.
	 */
	private RemoteAnswer listAll(Subject subject) {
		ResourceReference resource = listable(subject);
		if (resource == null) {
			return RemoteAnswer.NOTHING;
		}
		Map<String, PermissionDecision> granted = new HashMap<>();
		Set<String> unknown = new HashSet<>();
		Set<String> cursors = new HashSet<>();
		String after = null;
		do {
			EffectivePermissions page = this.client.allPermissions(subject.membershipId(), resource, after);
			DenialReason denial = (page != null) ? page.denial() : null;
			if (page == null || denial != null) {
				if (after != null) {
					throw new ApiFailureException(Kind.BROKEN, "The list of permissions breaks off");
				}
				return (denial != null) ? RemoteAnswer.complete(Map.of(), denial, Set.of()) : RemoteAnswer.NOTHING;
			}
			page.permissions().forEach((permission) -> granted.put(permission, grant(permission)));
			unknown.addAll(page.ofOtherTypes());
			after = page.after();
			if (after != null && (!cursors.add(after) || cursors.size() >= MAX_PAGES)) {
				throw new ApiFailureException(Kind.BROKEN, "The list of permissions does not end");
			}
		}
		while (after != null);
		return RemoteAnswer.complete(granted, DenialReason.MISSING_PERMISSION, unknown);
	}

	/**
	 * The resource by its external id, because which permissions are meant for it depends
	 * on its type; {@code null} if it cannot be found out.
	 */
	private @Nullable ResourceReference listable(Subject subject) {
		if (!(subject.resource() instanceof ResourceReference.Id id)) {
			return subject.resource();
		}
		FgaResource found = this.client.resource(subject.organizationId(), id);
		return (found != null) ? ResourceReference.external(found.type(), found.externalId()) : null;
	}

	/**
	 * How many checks it would take from here.
	 */
	private static int missing(RemoteQuestion question, Map<String, PermissionDecision> granted) {
		return RemoteAnswer.of(granted).missing(question.permissions(), question.match()).size();
	}

	private static PermissionDecision grant(String permission) {
		return PermissionDecision.grant(permission, DecisionSource.REMOTE);
	}

}
