package io.github.fgaspring.authorization;

import java.util.List;

import io.github.fgaspring.annotation.Match;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;

/**
 * What one method demands: its annotation with placeholders filled, checked, and prepared
 * for evaluation. Rules are compared by identity; a {@link PermissionRuleRegistry} makes
 * one per method.
 */
final class PermissionRule {

	private final String origin;

	private final List<String> permissions;

	private final Match match;

	private final boolean alwaysCurrent;

	private final @Nullable ResourceSource resource;

	PermissionRule(String origin, List<String> permissions, Match match, boolean alwaysCurrent,
			@Nullable ResourceSource resource) {
		this.origin = origin;
		this.permissions = List.copyOf(permissions);
		this.match = match;
		this.alwaysCurrent = alwaysCurrent;
		this.resource = resource;
	}

	/**
	 * Names the method.
	 */
	String origin() {
		return this.origin;
	}

	List<String> permissions() {
		return this.permissions;
	}

	Match match() {
		return this.match;
	}

	boolean alwaysCurrent() {
		return this.alwaysCurrent;
	}

	/**
	 * Where the resource comes from, or {@code null} for an organization-level rule.
	 */
	@Nullable ResourceSource resource() {
		return this.resource;
	}

	/**
	 * Names the method and what it demands, for messages.
	 */
	@Override
	public String toString() {
		return this.origin + " requires " + this.match + " of " + this.permissions;
	}

	/**
	 * How the resource follows from the arguments of the method.
	 *
	 * @param type the resource type slug, or {@code null} if the expression yields a
	 * reference
	 * @param expression yields the resource, or {@code null} if the one parameter is its
	 * external id
	 * @param parameters the parameters that the resource depends on
	 */
	record ResourceSource(@Nullable String type, @Nullable Expression expression, List<Parameter> parameters) {

		ResourceSource {
			parameters = List.copyOf(parameters);
		}

	}

	/**
	 * A parameter of the method.
	 *
	 * @param index its position, from 0
	 * @param name its name
	 */
	record Parameter(int index, String name) {

	}

}
