package io.github.fgaspring.observation;

import java.util.Locale;
import java.util.stream.Collectors;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.observation.DecisionObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * Shows a decision as {@code fga.decision}, with the
 * {@linkplain DecisionObservationDocumentation.LowCardinalityKeyNames keys} of few
 * values. What cannot be a slug, and slugs beyond the first {@value KnownSlugs#MAX_SIZE},
 * are shown as {@code other}: an application may let its users name permissions and
 * resource types.
 */
public class DefaultDecisionObservationConvention implements DecisionObservationConvention {

	private static final String NAME = "fga.decision";

	private final KnownSlugs permissions = new KnownSlugs();

	private final KnownSlugs resourceTypes = new KnownSlugs();

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(DecisionObservationContext context) {
		return "decide " + permission(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DecisionObservationContext context) {
		PermissionDecision decision = context.getDecision();
		return KeyValues.of(LowCardinalityKeyNames.PERMISSION.withValue(permission(context)),
				LowCardinalityKeyNames.RESOURCE_TYPE.withValue(resourceType(context)),
				LowCardinalityKeyNames.OUTCOME.withValue(outcome(context)),
				LowCardinalityKeyNames.SOURCE
					.withValue((decision != null) ? name(decision.source()) : KeyValue.NONE_VALUE),
				LowCardinalityKeyNames.REASON.withValue((decision != null && decision.reason() != null)
						? name(decision.reason()) : KeyValue.NONE_VALUE));
	}

	private String permission(DecisionObservationContext context) {
		return context.getQuestions()
			.stream()
			.map((question) -> this.permissions.orOther(question.permission()))
			.collect(Collectors.joining((context.getMatch() == Match.ANY) ? " or " : " and "));
	}

	private String resourceType(DecisionObservationContext context) {
		ResourceReference resource = context.getQuestions().get(0).resource();
		if (resource == null) {
			return ResourceReference.ORGANIZATION_TYPE;
		}
		return (resource instanceof ResourceReference.External external && external.type() != null)
				? this.resourceTypes.orOther(external.type()) : KeyValue.NONE_VALUE;
	}

	private static String outcome(DecisionObservationContext context) {
		PermissionDecision decision = context.getDecision();
		if (decision != null) {
			return decision.isGranted() ? "granted" : "denied";
		}
		if (context.getError() != null) {
			return (context.getError() instanceof CheckUnavailableException) ? "unavailable" : "error";
		}
		return KeyValue.NONE_VALUE;
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
