package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.decision.ResourceReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * Computes the resource of each element that a method returns. Exceptions of beans that
 * an expression calls pass through.
 */
public final class ElementResourceEvaluator {

	private static final Log logger = LogFactory.getLog(ElementResourceEvaluator.class);

	private final BeanResolver beans;

	/**
	 * Creates an evaluator.
	 * @param beanFactory has the beans that expressions refer to
	 */
	public ElementResourceEvaluator(BeanFactory beanFactory) {
		this.beans = new BeanFactoryResolver(beanFactory);
	}

	/**
	 * Computes the resources.
	 * @param filter has the expression
	 * @param elements the elements
	 * @return the elements in their order, each with its resource, without those that are
	 * {@code null} or that the expression cannot be evaluated for
	 */
	List<Element> evaluate(FilterRule filter, List<? extends @Nullable Object> elements) {
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.setBeanResolver(this.beans);
		context.addPropertyAccessor(new MapAccessor(false));
		List<Element> evaluated = new ArrayList<>();
		int failed = 0;
		EvaluationException failure = null;
		for (Object element : elements) {
			if (element == null) {
				continue;
			}
			try {
				Object value = filter.id().getValue(context, element);
				evaluated
					.add(new Element(element, ResourceExpressionEvaluator.toReference(filter.resourceType(), value)));
			}
			catch (EvaluationException ex) {
				failed++;
				failure = ex;
			}
		}
		if (failure != null) {
			// Without the exception, which may quote an element.
			logger.error("The id '" + filter.id().getExpressionString() + "' of " + failed
					+ " element(s) cannot be evaluated, so access to them is denied: check the expression, its beans"
					+ " and the elements of " + filter.origin() + " ("
					+ ((failure instanceof SpelEvaluationException spel) ? spel.getMessageCode()
							: failure.getClass().getName())
					+ ")");
		}
		return evaluated;
	}

	/**
	 * An element of a result.
	 *
	 * @param value the element
	 * @param resource what the permission is needed on
	 */
	record Element(Object value, ResourceReference resource) {

	}

}
