package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.util.List;

import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChangeBroadcast;
import io.github.fgaspring.revocation.LiveChangeListener;
import io.github.fgaspring.revocation.LiveChanges;
import io.github.fgaspring.revocation.SessionMarks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/**
 * What becomes of sessions before their tokens expire, and of what is kept for later.
 */
@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

	private static final LiveChangeBroadcast ALONE = (changes) -> true;

	@Bean
	SessionMarks fgaSessionMarks(FgaProperties properties) {
		FgaProperties.Session session = properties.session();
		return new SessionMarks(SessionConfiguration.maxTokenAge(session), SessionConfiguration.clockSkew(session),
				Clock.systemUTC());
	}

	/**
	 * Listeners and the broadcast are asked for with the first change: some of them
	 * publish changes themselves.
	 */
	@Bean
	LiveChanges fgaLiveChanges(ObjectProvider<LiveChangeListener> listeners,
			ObjectProvider<LiveChangeBroadcast> broadcast) {
		SingletonSupplier<List<LiveChangeListener>> told = SingletonSupplier
			.of(() -> listeners.orderedStream().toList());
		SingletonSupplier<LiveChangeBroadcast> others = SingletonSupplier
			.of(() -> broadcast.getIfAvailable(() -> ALONE));
		return new LiveChanges(told::obtain, others::obtain);
	}

	/**
	 * What others are looked up by goes first.
	 */
	@Bean
	LiveChangeListener fgaEviction(WorkOsIds ids, ObjectProvider<ApiMembershipResolver> memberships,
			ObjectProvider<ApiResourceTenancy> tenancy, DecisionCache decisions) {
		ApiMembershipResolver membershipResolver = memberships.getIfAvailable();
		ApiResourceTenancy resourceTenancy = tenancy.getIfAvailable();
		return (change) -> {
			ids.evict(change.scope());
			if (membershipResolver != null) {
				membershipResolver.evict(change.scope());
			}
			if (resourceTenancy != null) {
				resourceTenancy.evict(change.scope());
			}
			decisions.evict(change.scope());
		};
	}

	@Bean
	FgaRevocations fgaRevocations(LiveChanges changes, SessionMarks marks) {
		return new FgaRevocations(changes, marks, Clock.systemUTC());
	}

}
