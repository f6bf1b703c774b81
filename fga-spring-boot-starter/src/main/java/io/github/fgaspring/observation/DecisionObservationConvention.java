package io.github.fgaspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Says how a decision is shown in metrics and traces. A bean of this type takes the place
 * of the {@linkplain DefaultDecisionObservationConvention default}, which may also be
 * extended.
 */
public interface DecisionObservationConvention extends ObservationConvention<DecisionObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof DecisionObservationContext;
	}

}
