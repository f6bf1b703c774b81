package io.github.fgaspring.authorization;

import java.util.Collection;
import java.util.Map;

import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.ResourceReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.util.ObjectUtils;

/**
 * Computes the resource of a rule from the arguments of a call. What yields no id yields
 * an unresolved reference. Exceptions of beans that an expression calls pass through.
 */
public final class ResourceExpressionEvaluator {

	private static final Log logger = LogFactory.getLog(ResourceExpressionEvaluator.class);

	private final BeanResolver beans;

	/**
	 * Creates an evaluator.
	 * @param beanFactory has the beans that expressions refer to
	 */
	public ResourceExpressionEvaluator(BeanFactory beanFactory) {
		this.beans = new BeanFactoryResolver(beanFactory);
	}

	ResourceReference evaluate(ResourceSource source, @Nullable Object[] arguments) {
		Object value = ObjectUtils.unwrapOptional((source.expression() != null)
				? evaluate(source.expression(), source, arguments) : arguments[source.parameters().get(0).index()]);
		if (value != null && source.type() == null && !(value instanceof ResourceReference)) {
			throw new IllegalStateException("The expression '" + expressionText(source)
					+ "' must yield a ResourceReference, or the rule needs a resourceType");
		}
		return toReference(source.type(), value);
	}

	/**
	 * The resource that an argument or the value of an expression stands for: the value
	 * itself if it is a reference, otherwise its text is the external id.
	 * @param type the resource type slug of an external id
	 */
	static ResourceReference toReference(@Nullable String type, @Nullable Object value) {
		if (value instanceof String id) {
			return ResourceReference.external(type, id);
		}
		Object id = ObjectUtils.unwrapOptional(value);
		if (id instanceof ResourceReference reference) {
			return reference;
		}
		return ResourceReference.external(type, isId(id) ? String.valueOf(id) : null);
	}

	private static boolean isId(@Nullable Object value) {
		return value != null && !(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)
				&& !value.getClass().isArray();
	}

	private static @Nullable String expressionText(ResourceSource source) {
		return (source.expression() != null) ? source.expression().getExpressionString() : null;
	}

	private @Nullable Object evaluate(Expression expression, ResourceSource source, @Nullable Object[] arguments) {
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.setBeanResolver(this.beans);
		for (Parameter parameter : source.parameters()) {
			context.setVariable(parameter.name(), arguments[parameter.index()]);
		}
		try {
			return expression.getValue(context);
		}
		catch (EvaluationException ex) {
			// Without the exception, which may quote an argument.
			logger.error("The resource '" + expression.getExpressionString()
					+ "' cannot be evaluated, so access is denied: check the expression and its beans ("
					+ ((ex instanceof SpelEvaluationException spel) ? spel.getMessageCode() : ex.getClass().getName())
					+ ")");
			return null;
		}
	}

}
