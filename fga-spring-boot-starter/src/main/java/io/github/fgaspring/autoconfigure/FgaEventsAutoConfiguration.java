package io.github.fgaspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.events.EventCatchUp;
import io.github.fgaspring.events.EventCursorStore;
import io.github.fgaspring.events.EventPoller;
import io.github.fgaspring.events.EventReceiver;
import io.github.fgaspring.events.FileEventCursorStore;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.events.PollingLease;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.events.WebhookFilter;
import io.github.fgaspring.revocation.LiveChanges;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what WorkOS tells: webhooks and
 * the Events API.
 */
@AutoConfiguration(after = { FgaAutoConfiguration.class, FgaRedisAutoConfiguration.class })
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
	 * What has happened before the start.
	 */
	@Bean
	@Conditional(OnSecretOrPoll.class)
	EventCatchUp fgaEventCatchUp(WorkOsApi api, LiveChanges changes, FgaProperties properties,
			RemoteSettings settings) {
		FgaProperties.Session session = properties.session();
		return new EventCatchUp(api, changes,
				SessionConfiguration.maxTokenAge(session).plus(SessionConfiguration.clockSkew(session).multipliedBy(2)),
				settings.deadline(), Clock.systemUTC());
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
	 * What asks WorkOS for events.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnPoll.class)
	static class PollConfiguration {

		private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

		private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

		@Bean
		EventPoller fgaEventPoller(WorkOsApi api, EventReceiver receiver, LiveChanges changes, FgaProperties properties,
				ObjectProvider<EventCursorStore> cursors, ObjectProvider<PollingLease> lease) {
			return new EventPoller(api, receiver, changes, cursors::getIfAvailable, lease::getIfAvailable,
					interval(properties), Clock.systemUTC());
		}

		static Duration interval(FgaProperties properties) {
			return Requirements.between("fga.events.poll-interval", properties.events().pollInterval(),
					SHORTEST_INTERVAL, LONGEST_INTERVAL);
		}

		@Bean
		@ConditionalOnMissingBean(EventCursorStore.class)
		@Conditional(OnCursorFile.class)
		FileEventCursorStore fgaEventCursorStore(FgaProperties properties) {
			FileEventCursorStore store = new FileEventCursorStore(
					Objects.requireNonNull(properties.events().cursorFile()));
			try {
				store.verify();
			}
			catch (IOException ex) {
				throw new InvalidFgaPropertyException("fga.events.cursor-file",
						"names a file that cannot be used: " + ex,
						"Set 'fga.events.cursor-file' to a file in a directory that exists and can be written. If the file"
								+ " is broken, remove it: events are then read from now on.");
			}
			return store;
		}

	}

	/**
	 * Even a blank secret is meant to be one, and no reason to have no endpoint.
	 */
	static final class OnSecret extends PropertyCondition {

		OnSecret() {
			super("fga.webhooks.secret");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, String.class).isBound();
		}

	}

	static final class OnPoll extends PropertyCondition {

		OnPoll() {
			super("fga.events.poll");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Boolean.class).orElse(false);
		}

	}

	static final class OnCursorFile extends PropertyCondition {

		OnCursorFile() {
			super("fga.events.cursor-file");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Path.class).isBound();
		}

	}

	static final class OnSecretOrPoll extends AnyNestedCondition {

		OnSecretOrPoll() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@Conditional(OnSecret.class)
		static class Webhooks {

		}

		@Conditional(OnPoll.class)
		static class Poll {

		}

	}

}
