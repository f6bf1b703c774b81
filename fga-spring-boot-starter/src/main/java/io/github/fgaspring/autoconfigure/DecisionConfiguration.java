package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.autoconfigure.FgaProperties.FastPath.Tenancy;
import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.ApiCalls;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.client.RestFgaClient;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionCheckerChain;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.ResourceDiscovery;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.membership.MembershipPermissionChecker;
import io.github.fgaspring.membership.MembershipResolver;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.TranslatingResourceTenancy;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.observation.DecisionObservationConvention;
import io.github.fgaspring.observation.ObservedPermissionChecker;
import io.github.fgaspring.observation.RecentDenials;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * From question to decision.
 */
@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

	private static final Log logger = LogFactory.getLog(DecisionConfiguration.class);

	@Bean
	RemoteSettings fgaRemoteSettings(FgaProperties properties) {
		return new RemoteSettings(properties.remote(), properties.decisionCache());
	}

	@Bean
	ApiStatus fgaApiStatus() {
		return new ApiStatus(Clock.systemUTC());
	}

	@Bean
	@Conditional(OnResilience.class)
	Resilience fgaResilience(RemoteSettings settings) {
		return new Resilience(settings.resilience());
	}

	@Bean
	ApiCalls fgaApiCalls(ApiStatus status, ObjectProvider<Resilience> resilience) {
		return new ApiCalls(status, resilience.getIfAvailable());
	}

	@Bean
	WorkOsApi fgaWorkOsApi(RemoteSettings settings, FgaConnectionDetails connection, TimeLimitedRestClients restClients,
			ApiCalls calls) {
		return new WorkOsApi(restClients.builder(settings.connectTimeout(), settings.readTimeout())
			// Not as a base URL, which a factory of the application's would ignore: the
			// API key would go elsewhere.
			.uriBuilderFactory(new DefaultUriBuilderFactory(connection.getBaseUrl().toString()))
			.defaultHeaders((headers) -> headers.setBearerAuth(connection.getApiKey()))
			.build(), calls, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	FgaClient fgaClient(WorkOsApi api) {
		return new RestFgaClient(api);
	}

	@Bean
	DecisionCache fgaDecisionCache(RemoteSettings settings) {
		return settings.decisionCache();
	}

	@Bean
	@ConditionalOnMissingBean(ResourceTenancy.class)
	@ConditionalOnProperty(name = "fga.fast-path.tenancy", havingValue = "verify")
	ApiResourceTenancy fgaResourceTenancy(FgaClient client, CallPool pool, RemoteSettings settings, ApiStatus status) {
		return new ApiResourceTenancy(client, pool, settings.deadline(), status, Ticker.systemTicker());
	}

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

	@Bean
	CallPool fgaCallPool(RemoteSettings settings, ObjectProvider<ObservationRegistry> observations) {
		return new CallPool(settings.parallelCalls(), settings.deadline(),
				observations.getIfUnique(() -> ObservationRegistry.NOOP));
	}

	@Bean
	Remote fgaRemote(FgaClient client, DecisionCache cache, RemoteSettings settings, ApiStatus status, CallPool pool) {
		return new Remote(new RemotePermissionChecker(client, cache, settings.deadline(), status, pool));
	}

	@Bean
	PermissionFilter fgaPermissionFilter(PermissionChecker checker) {
		return new PermissionFilter(checker);
	}

	/**
	 * Where the application has its own checker, nobody knows what that makes of claims.
	 */
	@Bean
	ResourceDiscovery fgaResourceDiscovery(ObjectProvider<Claims> claims, Memberships memberships, Remote remote,
			FgaClient client, RemoteSettings settings) {
		return new ResourceDiscovery(claims.getIfAvailable(() -> new Claims((question) -> null)).checker, memberships,
				remote.checker, client, settings.deadline());
	}

	/**
	 * Asks whichever checker there is, so that the application's own is observed too.
	 */
	@Bean
	PermissionQuestioner fgaPermissionQuestioner(FgaSessionResolver sessionResolver, PermissionChecker checker,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<DecisionObservationConvention> convention,
			ObjectProvider<RecentDenials> denials) {
		return new PermissionQuestioner(sessionResolver,
				new ObservedPermissionChecker(checker, observations.getIfUnique(() -> ObservationRegistry.NOOP),
						convention.getIfUnique(), denials.getIfAvailable()));
	}

	private static ClaimsPermissionChecker claims(FgaProperties.FastPath fastPath,
			ObjectProvider<ResourceTenancy> tenancy, WorkOsIds ids) {
		if (!fastPath.enabled()) {
			return ClaimsPermissionChecker.withoutFastPath();
		}
		if (fastPath.tenancy() == Tenancy.VERIFY) {
			ResourceTenancy asked = tenancy.getObject();
			// The application's own knows organizations as its sessions do.
			return ClaimsPermissionChecker.verifyingTenancy(
					(asked instanceof ApiResourceTenancy) ? new TranslatingResourceTenancy(asked, ids) : asked);
		}
		if (tenancy.stream().findAny().isPresent()) {
			logger.warn("The ResourceTenancy bean is not asked, because fga.fast-path.tenancy is 'trust'."
					+ " Set it to 'verify'");
		}
		return ClaimsPermissionChecker.trustingTenancy();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(PermissionChecker.class)
	static class CheckerConfiguration {

		@Bean
		Claims fgaClaims(FgaProperties properties, ObjectProvider<ResourceTenancy> tenancy, WorkOsIds ids) {
			return new Claims(claims(properties.fastPath(), tenancy, ids));
		}

		@Bean
		PermissionChecker fgaPermissionChecker(Claims claims, Memberships memberships, Remote remote,
				RemoteSettings settings) {
			return new PermissionCheckerChain(
					List.of(claims.checker, new MembershipPermissionChecker(memberships, remote.checker)),
					settings.deadline());
		}

	}

	/**
	 * Reads the property as {@link FgaProperties} does: to
	 * {@code @ConditionalOnBooleanProperty}, "on" and "yes" would mean off.
	 */
	static final class OnResilience implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Binder.get(context.getEnvironment()).bind("fga.remote.resilience", Boolean.class).orElse(true);
		}

	}

	/**
	 * A part of the checker, and not another candidate for it.
	 */
	record Claims(PermissionChecker checker) {

	}

	/**
	 * A part of the checker, and not another candidate for it.
	 */
	record Remote(RemotePermissionChecker checker) {

	}

}
