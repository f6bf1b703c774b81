package io.github.fgaspring.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a membership's permissions on a resource.
 */
final class RemoteAnswer {

	static final RemoteAnswer NOTHING = new RemoteAnswer(Map.of(), null, false);

	private final Map<String, PermissionDecision> decisions;

	/**
	 * What is known of all other permissions, {@code null} if nothing is.
	 */
	private final @Nullable Others others;

	private final boolean listed;

	private RemoteAnswer(Map<String, PermissionDecision> decisions, @Nullable Others others, boolean listed) {
		this.decisions = Map.copyOf(decisions);
		this.others = others;
		this.listed = listed;
	}

	/**
	 * An answer about some permissions.
	 */
	static RemoteAnswer of(Map<String, PermissionDecision> decisions) {
		return new RemoteAnswer(decisions, null, false);
	}

	/**
	 * An answer about some permissions of a list that goes on.
	 */
	static RemoteAnswer beginning(Map<String, PermissionDecision> decisions) {
		return new RemoteAnswer(decisions, null, true);
	}

	/**
	 * An answer about nearly all permissions.
	 * @param decisions those that are known one by one
	 * @param reason why all others are denied
	 * @param unknown those of which nothing is known
	 */
	static RemoteAnswer complete(Map<String, PermissionDecision> decisions, DenialReason reason, Set<String> unknown) {
		return new RemoteAnswer(decisions, new Others(reason, Set.copyOf(unknown)), true);
	}

	/**
	 * The decisions that are known one by one.
	 */
	Map<String, PermissionDecision> decisions() {
		return this.decisions;
	}

	/**
	 * The decisions that are known one by one, and those about some permissions.
	 */
	Map<String, PermissionDecision> decisions(List<String> permissions) {
		Map<String, PermissionDecision> decisions = new HashMap<>(this.decisions);
		for (String permission : permissions) {
			PermissionDecision decision = get(permission);
			if (decision != null) {
				decisions.put(permission, decision);
			}
		}
		return decisions;
	}

	/**
	 * Whether this comes from a list of all permissions, so that there is no more to be
	 * learned from it.
	 */
	boolean isListed() {
		return this.listed;
	}

	/**
	 * Whether this knows all permissions that are meant for the resource.
	 */
	boolean isComplete() {
		return this.others != null;
	}

	/**
	 * The slugs of the granted permissions that are meant for the resource, none if they
	 * are not all known.
	 */
	Set<String> granted() {
		Others others = this.others;
		if (others == null) {
			return Set.of();
		}
		return this.decisions.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isGranted() && !others.unknown.contains(entry.getKey()))
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The decision about a permission, {@code null} if this says nothing about it.
	 */
	@Nullable PermissionDecision get(String permission) {
		PermissionDecision decision = this.decisions.get(permission);
		return (decision == null && this.others != null && !this.others.unknown.contains(permission))
				? PermissionDecision.deny(permission, DecisionSource.REMOTE, this.others.reason) : decision;
	}

	/**
	 * Which of the permissions have still to be asked for: those that this says nothing
	 * about; none if what it says settles the matter.
	 */
	List<String> missing(List<String> permissions, Match match) {
		List<String> missing = new ArrayList<>();
		for (String permission : permissions) {
			PermissionDecision decision = get(permission);
			if (decision == null) {
				missing.add(permission);
			}
			else if (decision.settles(match)) {
				return List.of();
			}
		}
		return missing;
	}

	/**
	 * What this says about some permissions, from somebody else. A stale grant stays one,
	 * however often it is used.
	 */
	RemoteAnswer select(List<String> permissions, DecisionSource source) {
		Map<String, PermissionDecision> selected = new HashMap<>();
		for (String permission : permissions) {
			PermissionDecision decision = get(permission);
			if (decision != null) {
				selected.put(permission,
						(decision.source() != DecisionSource.STALE) ? decision.from(source) : decision);
			}
		}
		return of(selected);
	}

	/**
	 * What this and a later answer say together.
	 */
	RemoteAnswer and(RemoteAnswer later) {
		Map<String, PermissionDecision> merged = new HashMap<>(this.decisions);
		merged.keySet().removeIf((permission) -> later.get(permission) != null);
		merged.putAll(later.decisions);
		return new RemoteAnswer(merged, (later.others != null) ? later.others : this.others,
				this.listed || later.listed);
	}

	private record Others(DenialReason reason, Set<String> unknown) {

	}

}
