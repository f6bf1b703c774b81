package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.fgaspring.events.EventReceiver;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.events.WebhookFilter;
import io.github.fgaspring.revocation.LiveChanges;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what WorkOS tells of: webhooks.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class,
		afterName = "io.github.fgaspring.autoconfigure.FgaRedisAutoConfiguration")
public final class FgaEventsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReceivedEvents.class)
	LocalReceivedEvents fgaReceivedEvents() {
		return new LocalReceivedEvents(Clock.systemUTC());
	}

	@Bean
	EventReceiver fgaEventReceiver(ReceivedEvents receivedEvents, LiveChanges changes,
			ApplicationEventPublisher publisher) {
		return new EventReceiver(receivedEvents, changes, publisher);
	}

	/**
	 * The endpoint to which WorkOS sends events.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@Conditional(OnSecret.class)
	static class WebhookConfiguration {

		private static final Duration LONGEST_TOLERANCE = Duration.ofMinutes(10);

		private static final String WHERE_TO_FIND = "It is the signing secret of the webhook endpoint in the WorkOS"
				+ " dashboard.";

		@Bean
		FilterRegistrationBean<WebhookFilter> fgaWebhookFilterRegistration(FgaProperties properties,
				EventReceiver receiver, ObjectProvider<SecurityFilterProperties> security) {
			FgaProperties.Webhooks webhooks = properties.webhooks();
			String path = Requirements.path("fga.webhooks.path", webhooks.path());
			WebhookFilter filter = new WebhookFilter(path, secrets(webhooks),
					Requirements.positive("fga.webhooks.tolerance", webhooks.tolerance(), LONGEST_TOLERANCE), receiver,
					Clock.systemUTC());
			FilterRegistrationBean<WebhookFilter> registration = new FilterRegistrationBean<>(filter);
			registration.setUrlPatterns(List.of(path));
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			registration.setOrder(security.getIfAvailable(SecurityFilterProperties::new).getOrder() - 1);
			return registration;
		}

		private static List<String> secrets(FgaProperties.Webhooks webhooks) {
			return Stream
				.concat(Stream.of(Requirements.text("fga.webhooks.secret", webhooks.secret(), WHERE_TO_FIND)),
						webhooks.previousSecrets()
							.stream()
							.map((secret) -> Requirements.text("fga.webhooks.previous-secrets", secret, WHERE_TO_FIND)))
				.toList();
		}

		@Bean
		WebhookReport fgaWebhookReport(FgaProperties properties, ListableBeanFactory beanFactory) {
			return new WebhookReport(properties, beanFactory);
		}

	}

	/**
	 * Even a blank secret is meant to be one, and no reason to have no endpoint.
	 */
	static final class OnSecret implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Binder.get(context.getEnvironment()).bind("fga.webhooks.secret", String.class).isBound();
		}

	}

}
