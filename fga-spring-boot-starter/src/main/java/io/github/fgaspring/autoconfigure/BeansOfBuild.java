package io.github.fgaspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Fails start-up if a property asks for other beans than there are. An application that
 * was processed ahead of time has those that the properties of its build asked for;
 * webhooks or policies that are switched on later would be missing, and nobody would
 * notice.
 */
final class BeansOfBuild implements BeanFactoryPostProcessor, EnvironmentAware {

	static final List<PropertyCondition> CONDITIONS = List.of(new DecisionConfiguration.OnVerifiedTenancy(),
			new FgaEventsAutoConfiguration.OnSecret(), new FgaEventsAutoConfiguration.OnPoll(),
			new FgaEventsAutoConfiguration.OnCursorFile(), new FgaRedisAutoConfiguration.OnRedis(),
			new FgaRedisAutoConfiguration.OnSharedDecisions(), new PolicyConfiguration.OnMetadata(),
			new RemoteConfiguration.OnResilience(), new SealedCookieConfiguration.OnPassword(),
			new SealedCookieConfiguration.OnRefresh());

	private final Map<String, Boolean> askedThen;

	private Map<String, Boolean> askedNow = Map.of();

	BeansOfBuild(Map<String, Boolean> askedThen) {
		this.askedThen = askedThen;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.askedNow = ask(environment);
	}

	/**
	 * Before a bean could fail for want of another.
	 */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		this.askedNow.forEach((property, asked) -> {
			if (!asked.equals(this.askedThen.get(property))) {
				throw new InvalidFgaPropertyException(property,
						"is not what it was when the application was processed ahead of time, which decided about beans",
						"Build the application with the same '" + property
								+ "' as it runs with (of a secret or password"
								+ " it suffices that there is one), or run it with spring.aot.enabled=false.");
			}
		});
	}

	private static Map<String, Boolean> ask(Environment environment) {
		return CONDITIONS.stream()
			.collect(Collectors.toMap(PropertyCondition::property, (condition) -> condition.matches(environment)));
	}

	/**
	 * Ahead of time this runs in the build, and what it registers is kept.
	 */
	static final class Registrar implements ImportBeanDefinitionRegistrar, EnvironmentAware {

		private Map<String, Boolean> asked = Map.of();

		@Override
		public void setEnvironment(Environment environment) {
			this.asked = ask(environment);
		}

		@Override
		public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata,
				BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("fgaBeansOfBuild",
					BeanDefinitionBuilder.rootBeanDefinition(BeansOfBuild.class)
						.addConstructorArgValue(this.asked)
						.setRole(BeanDefinition.ROLE_INFRASTRUCTURE)
						.getBeanDefinition());
		}

	}

}
