package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.authorization.event.AuthorizationEvent;
import org.springframework.security.authorization.event.AuthorizationGrantedEvent;
import org.springframework.security.context.DelegatingApplicationListener;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventAudience}, by what reaches listeners from a
 * {@link DecisionEventPublisher}.
 */
class EventAudienceTests {

	private static final List<Object> heard = new ArrayList<>();

	private final Supplier<Authentication> caller = () -> new TestingAuthenticationToken("alice", null);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final EventAudience grants = new EventAudience(this.context, AuthorizationGrantedEvent.class);

	private final EventAudience denials = new EventAudience(this.context, AuthorizationDeniedEvent.class);

	@AfterEach
	void reset() {
		this.context.close();
		heard.clear();
	}

	@Test
	void listensToWhenNobodyDoesThenFalse() {
		start(Deaf.class);
		assertThat(grantsAreHeard()).isFalse();
		assertThat(denialsAreHeard()).isFalse();
		publishBoth();
		assertThat(heard).isEmpty();
	}

	@Test
	void listensToWhenMethodListensToGrantsThenOnlyThose() {
		start(Deaf.class, Grants.class);
		assertThat(grantsAreHeard()).isTrue();
		assertThat(denialsAreHeard()).isFalse();
		publishBoth();
		assertThat(heard).singleElement().isInstanceOf(AuthorizationGrantedEvent.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { Both.class, LazyBean.class, PrototypeBean.class, Catching.class })
	void listensToWhenSomebodyListensToBothThenBoth(Class<?> configuration) {
		start(configuration);
		for (int i = 0; i < 2; i++) {
			heard.clear();
			publishBoth();
			assertThat(heard).hasSize(2);
		}
	}

	@Test
	void listensToWhenListenerWantsOtherObjectsThenFalse() {
		start(GrantsOfNumbers.class);
		assertThat(grantsAreHeard()).isFalse();
		assertThat(this.grants.listensTo(1)).isTrue();
		new DecisionEventPublisher(this.context).publishAuthorizationEvent(this.caller, 1,
				PermissionDecision.grant("project:view", DecisionSource.CLAIMS));
		assertThat(heard).hasSize(1);
	}

	@Test
	void listensToWhenListenerComesLaterThenItHearsTheNext() {
		start(Deaf.class);
		publishBoth();
		assertThat(heard).isEmpty();
		this.context.addApplicationListener((AuthorizationDeniedEvent<?> event) -> heard.add(event));
		this.context.addApplicationListener(new Everything());
		publishBoth();
		assertThat(heard).contains("everything").hasSizeGreaterThan(1);
	}

	@Test
	void listensToWhenSpringSecurityListensToSessionsThenFalse() {
		this.context.registerBean(DelegatingApplicationListener.class);
		start(Deaf.class);
		assertThat(grantsAreHeard()).isFalse();
		assertThat(denialsAreHeard()).isFalse();
	}

	@Test
	void listensToWhenFactoryIsListenerThenItIsNotStillToCome() {
		this.context.registerBean("factory", Factory.class);
		start(Deaf.class);
		assertThat(grantsAreHeard()).isFalse();
	}

	@Test
	void listensToWhenParentListensThenTrue() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Grants.class)) {
			this.context.setParent(parent);
			start(Deaf.class);
			publishBoth();
			assertThat(heard).singleElement().isInstanceOf(AuthorizationGrantedEvent.class);
		}
	}

	private boolean grantsAreHeard() {
		return this.grants.listensTo("object");
	}

	private boolean denialsAreHeard() {
		return this.denials.listensTo("object");
	}

	private void start(Class<?>... configurations) {
		this.context.register(configurations);
		this.context.refresh();
	}

	private void publishBoth() {
		DecisionEventPublisher publisher = new DecisionEventPublisher(this.context);
		publisher.publishAuthorizationEvent(this.caller, "object",
				PermissionDecision.grant("project:view", DecisionSource.CLAIMS));
		publisher.publishAuthorizationEvent(this.caller, "object",
				PermissionDecision.deny("project:view", DecisionSource.CLAIMS, DenialReason.MISSING_PERMISSION));
	}

	@Configuration(proxyBeanMethods = false)
	static class Deaf {

		@EventListener
		void onRefresh(ContextRefreshedEvent event) {
		}

		@Bean
		ApplicationListener<ContextRefreshedEvent> listener() {
			return new ApplicationListener<>() {

				@Override
				public void onApplicationEvent(ContextRefreshedEvent event) {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Grants {

		@EventListener
		void onGrant(AuthorizationGrantedEvent<?> event) {
			heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GrantsOfNumbers {

		@EventListener
		void onGrant(AuthorizationGrantedEvent<Integer> event) {
			heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Both {

		@EventListener
		void onDecision(AuthorizationEvent event) {
			heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		Listener listener() {
			return new Listener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeBean {

		@Bean
		@Scope("prototype")
		Listener listener() {
			return new Listener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Catching {

		@EventListener({ AuthorizationGrantedEvent.class, AuthorizationDeniedEvent.class })
		void onDecision(ApplicationEvent event) {
			heard.add(event);
		}

	}

	static final class Factory implements FactoryBean<String>, ApplicationListener<ContextRefreshedEvent> {

		@Override
		public String getObject() {
			return "object";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

	}

	static final class Listener implements ApplicationListener<AuthorizationEvent> {

		@Override
		public void onApplicationEvent(AuthorizationEvent event) {
			heard.add(event);
		}

	}

	private static final class Everything implements GenericApplicationListener {

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return true;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			heard.add("everything");
		}

	}

}
