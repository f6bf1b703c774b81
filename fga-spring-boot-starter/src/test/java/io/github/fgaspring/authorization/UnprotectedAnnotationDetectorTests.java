package io.github.fgaspring.authorization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.support.PackagePrivateBase;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.context.annotation.RequestScope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnprotectedAnnotationDetectorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
		.withPropertyValues("fga.api-key=sk_test", "fga.client-id=client_test");

	@Test
	void startWhenAnnotatedBeanIsProxiedThenStarts() {
		this.contextRunner.withBean(Guarded.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isCglibProxy(context.getBean(Guarded.class))).isTrue();
		});
	}

	@Test
	void startWhenFinalMethodThenFailsNamingIt() {
		failsNaming(FinalMethod.class, "FinalMethod.call(): a final method cannot be intercepted");
	}

	@Test
	void startWhenPrivateMethodThenFailsNamingIt() {
		failsNaming(PrivateMethod.class, "PrivateMethod.call(): a private or static method cannot be intercepted");
	}

	@Test
	void startWhenStaticMethodThenFailsNamingIt() {
		failsNaming(StaticMethod.class, "StaticMethod.call(): a private or static method cannot be intercepted");
	}

	@Test
	void startWhenFinalClassThenFailsNamingTheMethod() {
		failsNaming(FinalClass.class, "FinalClass.call(): a final class cannot be intercepted");
	}

	@Test
	void startWhenAnnotatedClassHasFinalMethodThenFailsNamingIt() {
		failsNaming(AnnotatedClassWithFinalMethod.class,
				"AnnotatedClassWithFinalMethod.call(): a final method cannot be intercepted");
	}

	@Test
	void startWhenAnnotatedClassHasPackagePrivateFinalMethodThenFailsNamingIt() {
		failsNaming(AnnotatedClassWithPackagePrivateFinalMethod.class,
				"AnnotatedClassWithPackagePrivateFinalMethod.call(): a final method cannot be intercepted");
	}

	@Test
	void startWhenAnnotatedClassHasPrivateHandlerThenFailsNamingIt() {
		failsNaming(AnnotatedClassWithPrivateHandler.class,
				"AnnotatedClassWithPrivateHandler.call(): a private or static method cannot be intercepted");
	}

	@Test
	void startWhenFinalMethodOverridesAnnotatedOneThenFailsNamingIt() {
		failsNaming(FinalOverride.class, "FinalOverride.call(): a final method cannot be intercepted");
	}

	@Test
	void startWhenPackagePrivateMethodComesFromAnotherPackageThenFailsNamingIt() {
		failsNaming(OfAnotherPackage.class,
				"OfAnotherPackage.call(): a package-private method of another package cannot be intercepted");
	}

	@Test
	void getBeanWhenLazyBeanHidesFinalClassThenItFailsEveryTimeAndOthersDoNot() {
		this.contextRunner.withUserConfiguration(HidingLazyConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(BeansException.class).isThrownBy(() -> context.getBean("hidden"))
					.withRootCauseInstanceOf(UnprotectedAnnotationException.class);
				assertThat(context.getBean("guarded")).isInstanceOf(Guarded.class);
			}
		});
	}

	@Test
	void startWhenAnnotatedClassHasPrivateHelperThenStarts() {
		this.contextRunner.withBean(AnnotatedClassWithHelper.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenAnnotationIsMistakenThenFailsNamingIt() {
		failsNaming(Mistaken.class, "Mistaken.call(String, String): @ResourceId is on more than one parameter");
	}

	@Test
	void startWhenAnnotationsCompeteThenFailsNamingIt() {
		failsNaming(Competing.class, "Competing.call(): found competing annotations");
	}

	@Test
	void startWhenLazyBeanHasFinalMethodThenFailsNamingIt() {
		this.contextRunner.withUserConfiguration(LazyConfiguration.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("FinalMethod.call(): a final method cannot be intercepted"));
	}

	@Test
	void startWhenPrototypeIsFinalClassThenFailsNamingIt() {
		this.contextRunner.withUserConfiguration(PrototypeConfiguration.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("FinalClass.call(): a final class cannot be intercepted"));
	}

	@Test
	void startWhenBeanIsCreatedTooEarlyThenFailsNamingMethodAndBean() {
		this.contextRunner.withUserConfiguration(TooEarlyConfiguration.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("Guarded.call(): its bean 'guarded' is not intercepted"));
	}

	@Test
	void startWhenFinishedObjectIsRegisteredThenFailsNamingMethodAndBean() {
		this.contextRunner
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("finished", new Guarded()))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("Guarded.call(): its bean 'finished' is not intercepted"));
	}

	@Test
	void startWhenSeveralMistakesThenNamesAll() {
		this.contextRunner.withBean(FinalMethod.class)
			.withBean(PrivateMethod.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOfSatisfying(UnprotectedAnnotationException.class,
						(failure) -> assertThat(failure.getProblems()).hasSize(2)));
	}

	@Test
	void startWhenScopedProxyThenStarts() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test", "fga.client-id=client_test")
			.withUserConfiguration(ScopedConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenFactoryMakesJdkProxyThenItIsIntercepted() {
		this.contextRunner.withBean("repository", RepositoryFactory.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Repository.class))).isTrue();
		});
	}

	@Test
	void startWhenGuardedBeansFormCircleThenStarts() {
		this.contextRunner.withAllowBeanDefinitionOverriding(false)
			.withInitializer((context) -> ((DefaultListableBeanFactory) context.getBeanFactory())
				.setAllowCircularReferences(true))
			.withBean(One.class)
			.withBean(Other.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isAopProxy(context.getBean(One.class))).isTrue();
			});
	}

	@Test
	void startWhenFactoryHidesFinalClassThenFailsNamingTheMethod() {
		this.contextRunner.withBean("hidden", HidingFactory.class, () -> new HidingFactory(new FinalClass()))
			.withBean(Consumer.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("FinalClass.call(): a final class cannot be intercepted"));
	}

	@Test
	void startWhenFactoryHidesFinalMethodThenFailsNamingIt() {
		this.contextRunner.withBean("hidden", HidingFactory.class, () -> new HidingFactory(new FinalMethod()))
			.withBean(Consumer.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("FinalMethod.call(): a final method cannot be intercepted"));
	}

	@Test
	void getBeanWhenFactoryHidesFinalClassUntilAfterStartThenFails() {
		this.contextRunner.withBean("hidden", HidingFactory.class, () -> new HidingFactory(new FinalClass()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThatExceptionOfType(BeansException.class).isThrownBy(() -> context.getBean("hidden"))
					.withRootCauseInstanceOf(UnprotectedAnnotationException.class);
			});
	}

	@Test
	void startWhenFilteredBeanIsProxiedThenStarts() {
		this.contextRunner.withBean(Filtered.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isCglibProxy(context.getBean(Filtered.class))).isTrue();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			FilteredFinalMethod   | .list(): a final method cannot be intercepted
			FilteredFinalClass    | .list(): a final class cannot be intercepted
			FilteredPrivateMethod | .list(): a private or static method cannot be intercepted
			FilteredStaticMethod  | .list(): a private or static method cannot be intercepted
			FilteredFinalOverride | .list(): a final method cannot be intercepted
			FilteredMap           | .map(): @FilterPermitted cannot filter java.util.Map; return an Iterable,
			FilteredClass         | : @FilterPermitted is of no effect on a class, move it to its methods
			""")
	void startWhenFilterWouldNotBeEnforcedThenFailsNamingIt(String type, String problem) throws ClassNotFoundException {
		failsNaming(Class.forName(getClass().getName() + "$" + type), type + problem);
	}

	@Test
	void startWhenFilteredBeanIsCreatedTooEarlyThenFailsNamingMethodAndBean() {
		this.contextRunner.withUserConfiguration(FilteredTooEarlyConfiguration.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("Filtered.list(): its bean 'filtered' is not intercepted"));
	}

	@Test
	void startWhenFilteredObjectIsRegisteredThenFailsNamingMethodAndBean() {
		this.contextRunner
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("finished", new Filtered()))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("Filtered.list(): its bean 'finished' is not intercepted"));
	}

	@Test
	void startWhenOnlyRuleIsInterceptedThenFilterIsReported() {
		this.contextRunner
			.withInitializer(
					(context) -> context.getBeanFactory()
						.registerSingleton("half", interceptedBy(new RuleAndFilter(),
								new RequiresPermissionPointcut(
										new PermissionRuleRegistry(new AnnotationTemplateExpressionDefaults())))))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("RuleAndFilter.list(): its bean 'half' is not intercepted"));
	}

	@Test
	void startWhenOnlyFilterIsInterceptedThenRuleIsReported() {
		this.contextRunner
			.withInitializer((context) -> context.getBeanFactory()
				.registerSingleton("half",
						interceptedBy(new RuleAndFilter(),
								new FilterPermittedPointcut(
										new FilterRuleRegistry(new AnnotationTemplateExpressionDefaults())))))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("RuleAndFilter.list(): its bean 'half' is not intercepted"));
	}

	@Test
	void startWhenFactoryMakesProxyOfATargetThatKnowsNoInterfaceThenItIsIntercepted() {
		this.contextRunner.withBean("projects", ProjectRepositoryFactory.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(FilterRuleRegistry.class).rules()).extracting(RuleDescription::method)
				.containsExactly(ProjectRepository.class.getName() + ".findAll()");
			assertThat(context.getBean(PermissionRuleRegistry.class).rules()).extracting(RuleDescription::method)
				.containsExactly(ProjectRepository.class.getName() + ".find(String)");
		});
	}

	@Test
	void startWhenProxyOfATargetThatKnowsNoInterfaceIsNotInterceptedThenFailsNamingTheInterface() {
		this.contextRunner
			.withInitializer((context) -> context.getBeanFactory()
				.registerSingleton("projects", new ProjectRepositoryFactory().getObject()))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("ProjectRepository.findAll(): its bean 'projects' is not intercepted")
				.hasMessageContaining("ProjectRepository.find(String): its bean 'projects' is not intercepted"));
	}

	private static Object interceptedBy(Object target, Pointcut pointcut) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) MethodInvocation::proceed));
		return factory.getProxy();
	}

	private void failsNaming(Class<?> type, String problem) {
		this.contextRunner.withBean(type)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOf(UnprotectedAnnotationException.class)
				.hasMessageContaining("$" + problem));
	}

	static class Guarded {

		@RequiresPermission("a")
		public void call() {
		}

	}

	static class FinalMethod {

		@RequiresPermission("a")
		public final void call() {
		}

	}

	static class PrivateMethod {

		@RequiresPermission("a")
		private void call() {
		}

	}

	static class StaticMethod {

		@RequiresPermission("a")
		static void call() {
		}

	}

	static final class FinalClass {

		@RequiresPermission("a")
		public void call() {
		}

	}

	@RequiresPermission("a")
	static class AnnotatedClassWithFinalMethod {

		public final void call() {
		}

	}

	@RequiresPermission("a")
	static class AnnotatedClassWithPackagePrivateFinalMethod {

		final void call() {
		}

	}

	@RequiresPermission("a")
	static class AnnotatedClassWithPrivateHandler {

		@GetMapping
		private void call() {
		}

	}

	static class FinalOverride extends Guarded {

		@Override
		public final void call() {
		}

	}

	static class OfAnotherPackage extends PackagePrivateBase {

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingLazyConfiguration {

		@Bean
		@Lazy
		Runnable hidden() {
			return new HiddenFinalClass();
		}

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Guarded guarded() {
			return new Guarded();
		}

	}

	static final class HiddenFinalClass implements Runnable {

		@Override
		@RequiresPermission("a")
		public void run() {
		}

	}

	@RequiresPermission("a")
	static class AnnotatedClassWithHelper {

		public void call() {
			help();
		}

		private void help() {
		}

	}

	static class Mistaken {

		@RequiresPermission("a")
		public void call(@ResourceId("project") String one, @ResourceId("project") String two) {
		}

	}

	static class Competing {

		@RequiresPermission("a")
		@NoPermissionRequired
		public void call() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		@Lazy
		FinalMethod lazy() {
			return new FinalMethod();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeConfiguration {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		FinalClass prototype() {
			return new FinalClass();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@RequestScope(proxyMode = ScopedProxyMode.TARGET_CLASS)
		Guarded scoped() {
			return new Guarded();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TooEarlyConfiguration {

		@Bean
		static EarlyProcessor processor(Guarded guarded) {
			return new EarlyProcessor();
		}

		@Bean
		static Guarded guarded() {
			return new Guarded();
		}

	}

	static class EarlyProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	/**
	 * Does not say what it makes.
	 */
	static class HidingFactory implements FactoryBean<Object> {

		private final Object product;

		HidingFactory(Object product) {
			this.product = product;
		}

		@Override
		public Object getObject() {
			return this.product;
		}

		@Override
		public Class<?> getObjectType() {
			return Object.class;
		}

	}

	static class One {

		@Autowired
		private Other other;

		@RequiresPermission("a")
		public void call() {
		}

	}

	static class Other {

		@Autowired
		private One one;

		@RequiresPermission("a")
		public void call() {
		}

	}

	static class Consumer {

		Consumer(@Qualifier("hidden") Object hidden) {
		}

	}

	interface Repository {

		@RequiresPermission("a")
		String find(@ResourceId("project") String id);

	}

	static class RepositoryFactory implements FactoryBean<Repository> {

		@Override
		public Repository getObject() {
			Repository target = (id) -> id;
			return ProxyFactory.getProxy(Repository.class, new SingletonTargetSource(target));
		}

		@Override
		public Class<?> getObjectType() {
			return Repository.class;
		}

	}

	static class Filtered {

		@FilterPermitted(value = "a", resourceType = "project")
		public List<String> list() {
			return List.of();
		}

	}

	static class FilteredFinalMethod {

		@FilterPermitted(value = "a", resourceType = "project")
		public final List<String> list() {
			return List.of();
		}

	}

	static final class FilteredFinalClass {

		@FilterPermitted(value = "a", resourceType = "project")
		public List<String> list() {
			return List.of();
		}

	}

	static class FilteredPrivateMethod {

		@FilterPermitted(value = "a", resourceType = "project")
		private List<String> list() {
			return List.of();
		}

	}

	static class FilteredStaticMethod {

		@FilterPermitted(value = "a", resourceType = "project")
		static List<String> list() {
			return List.of();
		}

	}

	static class FilteredFinalOverride extends Filtered {

		@Override
		public final List<String> list() {
			return List.of();
		}

	}

	static class FilteredMap {

		@FilterPermitted(value = "a", resourceType = "project")
		public Map<String, String> map() {
			return Map.of();
		}

	}

	@RulesForProjects
	static class FilteredClass {

		public List<String> list() {
			return List.of();
		}

	}

	@FilterPermitted(value = "a", resourceType = "project")
	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@interface RulesForProjects {

	}

	static class RuleAndFilter {

		@RequiresPermission("a")
		@FilterPermitted(value = "a", resourceType = "project")
		public List<String> list() {
			return List.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FilteredTooEarlyConfiguration {

		@Bean
		static EarlyProcessor processor(Filtered filtered) {
			return new EarlyProcessor();
		}

		@Bean
		static Filtered filtered() {
			return new Filtered();
		}

	}

	interface ListRepository<T> {

		Iterable<T> findAll();

	}

	interface ProjectRepository extends ListRepository<String> {

		@Override
		@FilterPermitted(value = "a", resourceType = "project")
		List<String> findAll();

		@RequiresPermission("a")
		String find(@ResourceId("project") String id);

	}

	/**
	 * Makes repositories as Spring Data does: what is behind the proxy is a class that
	 * implements none of the interfaces with annotations.
	 */
	static class ProjectRepositoryFactory implements FactoryBean<ProjectRepository> {

		@Override
		public ProjectRepository getObject() {
			ProxyFactory factory = new ProxyFactory();
			factory.setTarget(new SimpleRepository());
			factory.setInterfaces(ProjectRepository.class);
			return (ProjectRepository) factory.getProxy();
		}

		@Override
		public Class<?> getObjectType() {
			return ProjectRepository.class;
		}

	}

	static class SimpleRepository implements ListRepository<String> {

		@Override
		public List<String> findAll() {
			return List.of();
		}

	}

}
