package io.github.fgaspring.observation;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Shows what another checker decides: as one {@link DecisionObservationDocumentation
 * observation} per decision, however many questions it is about, and among the
 * {@link RecentDenials}. What the other leaves undecided is left undecided, and shown as
 * the denial that it amounts to.
 * <p>
 * What is asked about {@linkplain #checkEach(List) each of several resources} is not
 * shown: to leave an item out of a list denies nobody anything, and a page of them would
 * crowd out the denials that somebody may be looking for. Calls to WorkOS are observed in
 * any case.
 */
public final class ObservedPermissionChecker implements PermissionChecker {

	private final PermissionChecker delegate;

	private final ObservationRegistry observations;

	private final @Nullable DecisionObservationConvention convention;

	private final DecisionObservationConvention defaultConvention = new DefaultDecisionObservationConvention();

	private final @Nullable RecentDenials denials;

	/**
	 * Creates a decorator.
	 * @param delegate decides
	 * @param observations the registry that observations are reported to
	 * @param convention how they are shown, {@code null} for the default
	 * @param denials remembers denials, {@code null} if nobody does
	 */
	public ObservedPermissionChecker(PermissionChecker delegate, ObservationRegistry observations,
			@Nullable DecisionObservationConvention convention, @Nullable RecentDenials denials) {
		Assert.notNull(delegate, "delegate cannot be null");
		Assert.notNull(observations, "observations cannot be null");
		this.delegate = delegate;
		this.observations = observations;
		this.convention = convention;
		this.denials = denials;
	}

	@Override
	public @Nullable PermissionDecision check(PermissionQuestion question) {
		return isUnobserved() ? this.delegate.check(question)
				: observe(List.of(question), Match.ALL, () -> Collections.singletonList(this.delegate.check(question)))
					.get(0);
	}

	@Override
	public List<@Nullable PermissionDecision> checkAll(List<PermissionQuestion> questions, Match match) {
		return isUnobserved() ? this.delegate.checkAll(questions, match)
				: observe(questions, match, () -> this.delegate.checkAll(questions, match));
	}

	@Override
	public List<@Nullable PermissionDecision> checkEach(List<PermissionQuestion> questions) {
		return this.delegate.checkEach(questions);
	}

	private boolean isUnobserved() {
		return this.denials == null && this.observations.isNoop();
	}

	private List<@Nullable PermissionDecision> observe(List<PermissionQuestion> questions, Match match,
			Supplier<List<@Nullable PermissionDecision>> delegate) {
		DecisionObservationContext context = new DecisionObservationContext(questions, match);
		Observation observation = DecisionObservationDocumentation.DECISION
			.observation(this.convention, this.defaultConvention, () -> context, this.observations)
			.start();
		Observation.Scope scope = observation.openScope();
		try {
			List<@Nullable PermissionDecision> decisions = delegate.get();
			PermissionDecision decision = PermissionDecision
				.combine(questions.stream().map(PermissionQuestion::permission).toList(), decisions, match);
			context.setDecision(decision);
			if (this.denials != null && !decision.isGranted()) {
				this.denials.add(questions.get(0), decision);
			}
			return decisions;
		}
		catch (CheckUnavailableException ex) {
			observation.error(ex);
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			observation.error(new UndisclosedException(ex));
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
		}
	}

	/**
	 * Stands for an exception of somebody else, whose message may hold ids, and would be
	 * part of the span.
	 */
	private static final class UndisclosedException extends RuntimeException {

		private UndisclosedException(Throwable ex) {
			super(ex.getClass().getName(), null, false, true);
			setStackTrace(ex.getStackTrace());
		}

	}

}
