package io.github.fgaspring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of decisions. None of their keys ever holds an id.
 */
public enum DecisionObservationDocumentation implements ObservationDocumentation {

	/**
	 * One decision: the answer to a question, or to all questions of a rule.
	 */
	DECISION {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultDecisionObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	/**
	 * The keys of a decision that have few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The permission that was asked for; several joined by {@code and} if all are
		 * needed, by {@code or} if any of them is.
		 */
		PERMISSION {

			@Override
			public String asString() {
				return "permission";
			}

		},

		/**
		 * The type of the resource; {@code organization} if the question is about the
		 * organization as a whole, {@code none} if the type is not known.
		 */
		RESOURCE_TYPE {

			@Override
			public String asString() {
				return "resource.type";
			}

		},

		/**
		 * What came of it: {@code granted}, {@code denied}, {@code unavailable} if the
		 * answer could not be had, {@code error} if something else went wrong, and
		 * {@code none} while the decision is under way.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/**
		 * Who decided: {@code claims}, {@code memo}, {@code cache}, {@code remote},
		 * {@code stale}, or {@code none}.
		 */
		SOURCE {

			@Override
			public String asString() {
				return "source";
			}

		},

		/**
		 * Why it was denied, such as {@code missing_permission}; {@code none} if it was
		 * not.
		 */
		REASON {

			@Override
			public String asString() {
				return "reason";
			}

		}

	}

}
