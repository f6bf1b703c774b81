package io.github.fgaspring.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.RejectedQuestions;
import io.github.fgaspring.decision.ResourceReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keeps of many items those whose resource a session has a permission on. Each resource
 * is asked about once, however many items it has. Either every answer is known or there
 * is no result: a short list never looks like a complete one.
 */
public final class PermissionFilter {

	private static final Log logger = LogFactory.getLog(PermissionFilter.class);

	private final PermissionChecker checker;

	private final RejectedQuestions rejections = new RejectedQuestions();

	/**
	 * Creates a filter.
	 * @param checker decides
	 */
	public PermissionFilter(PermissionChecker checker) {
		Assert.notNull(checker, "checker cannot be null");
		this.checker = checker;
	}

	/**
	 * Filters items.
	 * @param <T> the type of the items
	 * @param session who asks
	 * @param permission the permission slug
	 * @param items the items; those that are {@code null} are left out
	 * @param resource the resource of an item; an unresolved one leaves the item out
	 * @return the permitted items in their order
	 * @throws CheckUnavailableException if one of the answers cannot be had at the moment
	 */
	public <T> List<T> filter(FgaSession session, String permission, Iterable<? extends @Nullable T> items,
			Function<? super T, ResourceReference> resource) {
		Assert.notNull(items, "items cannot be null");
		Assert.notNull(resource, "resource cannot be null");
		List<T> candidates = new ArrayList<>();
		List<ResourceReference> resources = new ArrayList<>();
		Map<ResourceReference, PermissionQuestion> questions = new LinkedHashMap<>();
		for (T item : items) {
			ResourceReference reference = (item != null) ? resource.apply(item) : null;
			if (item != null && reference != null && reference.isResolved()) {
				candidates.add(item);
				resources.add(reference);
				questions.computeIfAbsent(reference, (key) -> new PermissionQuestion(session, permission, key, false));
			}
		}
		Map<ResourceReference, Boolean> granted = ask(List.copyOf(questions.values()));
		List<T> permitted = new ArrayList<>();
		for (int i = 0; i < candidates.size(); i++) {
			if (Boolean.TRUE.equals(granted.get(resources.get(i)))) {
				permitted.add(candidates.get(i));
			}
		}
		return permitted;
	}

	private Map<ResourceReference, Boolean> ask(List<PermissionQuestion> questions) {
		Map<ResourceReference, Boolean> granted = new LinkedHashMap<>();
		if (questions.isEmpty()) {
			return granted;
		}
		List<@Nullable PermissionDecision> decisions = this.checker.checkEach(questions);
		Assert.state(decisions.size() == questions.size(), "There must be as many decisions as questions");
		for (int i = 0; i < decisions.size(); i++) {
			PermissionQuestion question = questions.get(i);
			PermissionDecision decision = decisions.get(i);
			granted.put(question.resource(), decision != null && decision.isGranted());
			this.rejections.report((decision != null) ? decision.reason() : null, List.of(question.permission()),
					"the application about " + question.resource());
		}
		if (decisions.stream().anyMatch(PermissionFilter::isStale)) {
			logger.info("The decision cache has granted [" + questions.get(0).permission()
					+ "] on items of a list because the WorkOS API does not answer");
		}
		return granted;
	}

	private static boolean isStale(@Nullable PermissionDecision decision) {
		return decision != null && decision.source() == DecisionSource.STALE;
	}

}
