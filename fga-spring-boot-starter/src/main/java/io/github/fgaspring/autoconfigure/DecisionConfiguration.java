package io.github.fgaspring.autoconfigure;

import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.PermissionQuestioner;
import io.github.fgaspring.autoconfigure.FgaProperties.FastPath.Tenancy;
import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.CallPool;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.FgaClient;
import io.github.fgaspring.client.RemotePermissionChecker;
import io.github.fgaspring.client.SharedDecisions;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionCheckerChain;
import io.github.fgaspring.decision.ResourceTenancy;
import io.github.fgaspring.discovery.PermissionFilter;
import io.github.fgaspring.discovery.ResourceDiscovery;
import io.github.fgaspring.membership.MembershipPermissionChecker;
import io.github.fgaspring.membership.Memberships;
import io.github.fgaspring.membership.TranslatingResourceTenancy;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.observation.DecisionObservationConvention;
import io.github.fgaspring.observation.ObservedPermissionChecker;
import io.github.fgaspring.observation.RecentDenials;
import io.github.fgaspring.revocation.LiveSessionResolver;
import io.github.fgaspring.revocation.SessionMarks;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * From question to decision: by claims, else by an answer of WorkOS.
 */
@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {

	private static final Log logger = LogFactory.getLog(DecisionConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(ResourceTenancy.class)
	@Conditional(OnVerifiedTenancy.class)
	ApiResourceTenancy fgaResourceTenancy(FgaClient client, CallPool pool, RemoteSettings settings, ApiStatus status) {
		return new ApiResourceTenancy(client, pool, settings.deadline(), status, Ticker.systemTicker());
	}

	@Bean
	Remote fgaRemote(FgaClient client, DecisionCache cache, RemoteSettings settings, ApiStatus status, CallPool pool,
			ObjectProvider<SharedDecisions> shared) {
		return new Remote(
				new RemotePermissionChecker(client, cache, settings.deadline(), status, pool, shared.getIfAvailable()));
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
		return new ResourceDiscovery(claims.getIfAvailable(() -> new Claims((question) -> null, true)).checker,
				memberships, remote.checker, client, settings.deadline());
	}

	/**
	 * Asks whichever checker there is, so that the application's own is observed too, and
	 * about sessions as they are now, whoever resolves them.
	 */
	@Bean
	PermissionQuestioner fgaPermissionQuestioner(FgaSessionResolver sessionResolver, SessionMarks marks,
			PermissionChecker checker, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<DecisionObservationConvention> convention, ObjectProvider<RecentDenials> denials) {
		return new PermissionQuestioner(new LiveSessionResolver(sessionResolver, marks),
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
			ClaimsPermissionChecker checker = claims(properties.fastPath(), tenancy, ids);
			return new Claims(checker, checker.isInstant());
		}

		@Bean
		PermissionChecker fgaPermissionChecker(Claims claims, Memberships memberships, Remote remote,
				RemoteSettings settings) {
			PermissionChecker others = new MembershipPermissionChecker(memberships, remote.checker);
			return claims.instant
					? new PermissionCheckerChain(List.of(claims.checker), List.of(others), settings.deadline())
					: new PermissionCheckerChain(List.of(claims.checker, others), settings.deadline());
		}

	}

	static final class OnVerifiedTenancy extends PropertyCondition {

		OnVerifiedTenancy() {
			super("fga.fast-path.tenancy");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Tenancy.class).orElse(Tenancy.TRUST) == Tenancy.VERIFY;
		}

	}

	/**
	 * A part of the checker, and not another candidate for it.
	 *
	 * @param instant whether it calls nobody
	 */
	record Claims(PermissionChecker checker, boolean instant) {

	}

	/**
	 * A part of the checker, and not another candidate for it.
	 */
	record Remote(RemotePermissionChecker checker) {

	}

}
