package io.github.fgaspring.autoconfigure;

import java.time.Clock;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.WorkOsIds;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * From session to membership.
 */
@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

	@Bean
	WorkOsIds fgaWorkOsIds(WorkOsApi api, FgaProperties properties, RemoteSettings settings, ApiStatus status) {
		return new WorkOsIds(api, properties.membership().userIds(), properties.membership().organizationIds(),
				settings.deadline(), status, Ticker.systemTicker(), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean(MembershipResolver.class)
	ApiMembershipResolver fgaMembershipResolver(WorkOsApi api, WorkOsIds ids, RemoteSettings settings,
			ApiStatus status) {
		return new ApiMembershipResolver(api, ids, settings.deadline(), status, Ticker.systemTicker(),
				Clock.systemUTC());
	}

	@Bean
	Memberships fgaMemberships(MembershipResolver resolver, WorkOsIds ids) {
		return new Memberships(resolver, ids);
	}

}
