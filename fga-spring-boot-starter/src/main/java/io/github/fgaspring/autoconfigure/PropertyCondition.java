package io.github.fgaspring.autoconfigure;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * A property decides whether there is a bean. It is read as {@link FgaProperties} does:
 * to {@code @ConditionalOnBooleanProperty}, "on" and "yes" would mean off. Each is listed
 * in {@link BeansOfBuild}.
 */
abstract class PropertyCondition implements Condition {

	private final String property;

	PropertyCondition(String property) {
		this.property = property;
	}

	final String property() {
		return this.property;
	}

	@Override
	public final boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return matches(context.getEnvironment());
	}

	final boolean matches(Environment environment) {
		return matches(Binder.get(environment), this.property);
	}

	abstract boolean matches(Binder binder, String property);

}
