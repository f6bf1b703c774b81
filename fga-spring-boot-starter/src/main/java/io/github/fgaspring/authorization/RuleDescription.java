package io.github.fgaspring.authorization;

import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one method demands, of its caller or for each element that it returns, to be
 * shown.
 *
 * @param method the method: class, name and simple parameter types
 * @param permissions the permission slugs
 * @param match whether all of them are needed or any
 * @param resourceType the slug of the resource type; {@code organization} if the rule
 * names no resource, {@code null} if the type is not known before the rule is evaluated
 * @param alwaysCurrent whether claims and caches are not asked
 */
public record RuleDescription(String method, List<String> permissions, Match match, @Nullable String resourceType,
		boolean alwaysCurrent) {

	public RuleDescription {
		Assert.hasText(method, "method cannot be empty");
		Assert.notNull(match, "match cannot be null");
		permissions = List.copyOf(permissions);
	}

	static RuleDescription of(PermissionRule rule) {
		ResourceSource resource = rule.resource();
		return new RuleDescription(rule.origin(), rule.permissions(), rule.match(),
				(resource != null) ? resource.type() : ResourceReference.ORGANIZATION_TYPE, rule.alwaysCurrent());
	}

	static RuleDescription of(FilterRule filter) {
		return new RuleDescription(filter.origin(), List.of(filter.permission()), Match.ALL, filter.resourceType(),
				false);
	}

}
