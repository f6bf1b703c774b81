package io.github.fgaspring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authorization.FilterRuleRegistry;
import io.github.fgaspring.authorization.HandlerInventory.Handler;
import io.github.fgaspring.authorization.PermissionRuleRegistry;
import io.github.fgaspring.authorization.RecentAuthenticationRegistry;
import io.github.fgaspring.authorization.RuleDescription;
import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.observation.RecentDenials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.Assert;

/**
 * {@link Endpoint} that shows what is protected and how, and what was denied lately. It
 * changes nothing and makes no calls.
 */
@Endpoint(id = "fga")
public final class FgaEndpoint {

	private static final String DECISIONS = "decisions";

	private final PermissionRuleRegistry rules;

	private final FilterRuleRegistry filters;

	private final RecentAuthenticationRegistry ageLimits;

	private final Supplier<List<Handler>> handlers;

	private final Map<String, Object> configuration;

	private final DecisionCache decisions;

	private final @Nullable ApiResourceTenancy tenancy;

	private final @Nullable Cache<?, ?> memberships;

	private final Supplier<@Nullable RecentDenials> denials;

	/**
	 * Creates an endpoint.
	 * @param rules has the rules of all beans
	 * @param filters has the filters of all beans
	 * @param ageLimits has what all beans demand of the age of an authentication
	 * @param handlers takes stock of the handler methods; yields none where there are no
	 * such things
	 * @param configuration the settings in effect, by property name, without secrets
	 * @param decisions the cache of the API's decisions
	 * @param tenancy knows which organization resources belong to, {@code null} if that
	 * is not asked or the application knows
	 * @param memberships the cache of memberships, {@code null} if the application knows
	 * them
	 * @param denials yields the last denials, or {@code null} if they are not kept
	 */
	public FgaEndpoint(PermissionRuleRegistry rules, FilterRuleRegistry filters, RecentAuthenticationRegistry ageLimits,
			Supplier<List<Handler>> handlers, Map<String, Object> configuration, DecisionCache decisions,
			@Nullable ApiResourceTenancy tenancy, @Nullable Cache<?, ?> memberships,
			Supplier<@Nullable RecentDenials> denials) {
		Assert.notNull(rules, "rules cannot be null");
		Assert.notNull(filters, "filters cannot be null");
		Assert.notNull(ageLimits, "ageLimits cannot be null");
		Assert.notNull(handlers, "handlers cannot be null");
		Assert.notNull(configuration, "configuration cannot be null");
		Assert.notNull(decisions, "decisions cannot be null");
		Assert.notNull(denials, "denials cannot be null");
		this.rules = rules;
		this.filters = filters;
		this.ageLimits = ageLimits;
		this.handlers = handlers;
		this.configuration = configuration;
		this.decisions = decisions;
		this.tenancy = tenancy;
		this.memberships = memberships;
		this.denials = denials;
	}

	/**
	 * Describes what is protected and how.
	 * @return rules, handlers without one, configuration and caches
	 */
	@ReadOperation
	public FgaDescriptor describe() {
		// First, because that makes rules that nobody has asked for yet.
		List<Handler> handlers = this.handlers.get();
		Map<String, List<Handler>> byMethod = handlers.stream().collect(Collectors.groupingBy(Handler::method));
		List<RuleDescriptor> rules = new ArrayList<>();
		for (RuleDescription rule : this.rules.rules()) {
			List<Handler> mappings = byMethod.getOrDefault(rule.method(), List.of());
			rules.add(describe(rule, mappings, enforcementPoint(mappings)));
		}
		for (RuleDescription filter : this.filters.rules()) {
			rules.add(describe(filter, byMethod.getOrDefault(filter.method(), List.of()), "result"));
		}
		List<AgeLimitDescriptor> ageLimits = new ArrayList<>();
		this.ageLimits.limits().forEach((method, limit) -> {
			List<Handler> mappings = byMethod.getOrDefault(method, List.of());
			ageLimits.add(new AgeLimitDescriptor(method, mappings.isEmpty() ? null : paths(mappings), limit));
		});
		Map<String, List<Handler>> undeclared = handlers.stream()
			.filter((handler) -> !handler.declared())
			.collect(Collectors.groupingBy(Handler::method, LinkedHashMap::new, Collectors.toList()));
		List<HandlerDescriptor> undeclaredHandlers = new ArrayList<>();
		undeclared
			.forEach((method, mappings) -> undeclaredHandlers.add(new HandlerDescriptor(method, paths(mappings))));
		return new FgaDescriptor(rules, ageLimits, undeclaredHandlers, this.configuration, caches());
	}

	/**
	 * Shows the last denials.
	 * @param section {@code decisions}
	 * @return the denials, or {@code null} if there is no such section or denials are not
	 * kept
	 */
	@ReadOperation
	public @Nullable DecisionsDescriptor describe(@Selector String section) {
		RecentDenials denials = DECISIONS.equals(section) ? this.denials.get() : null;
		return (denials != null) ? new DecisionsDescriptor(denials.latest()) : null;
	}

	private static RuleDescriptor describe(RuleDescription rule, List<Handler> handlers, String enforcementPoint) {
		return new RuleDescriptor(rule.method(), handlers.isEmpty() ? null : paths(handlers), rule.permissions(),
				rule.match(), rule.resourceType(), rule.alwaysCurrent(), enforcementPoint);
	}

	private static String enforcementPoint(List<Handler> handlers) {
		return handlers.stream()
			.flatMap((handler) -> Stream.ofNullable(handler.enforcementPoint()))
			.map((point) -> point.name().toLowerCase(Locale.ROOT))
			.findFirst()
			.orElse("method");
	}

	/**
	 * The paths of a handler, each with the HTTP method in front of it.
	 */
	private static Set<String> paths(Collection<Handler> mappings) {
		Set<String> paths = new TreeSet<>();
		for (Handler mapping : mappings) {
			for (String path : mapping.paths()) {
				if (mapping.httpMethods().isEmpty()) {
					paths.add(path);
				}
				mapping.httpMethods().forEach((httpMethod) -> paths.add(httpMethod + " " + path));
			}
		}
		return paths;
	}

	private Map<String, CacheDescriptor> caches() {
		Map<String, CacheDescriptor> caches = new LinkedHashMap<>();
		caches.put(DECISIONS, CacheDescriptor.of(this.decisions.isEnabled() ? this.decisions.getNativeCache() : null));
		caches.put("tenancy", CacheDescriptor.of((this.tenancy != null) ? this.tenancy.getNativeCache() : null));
		caches.put("memberships", CacheDescriptor.of(this.memberships));
		return caches;
	}

	/**
	 * What is protected and how.
	 *
	 * @param rules every rule, by method, and then every filter, by method
	 * @param recentAuthentication every method that demands a recent authentication
	 * @param undeclaredHandlers the handler methods that have no rule, no filter and no
	 * {@code @NoPermissionRequired}
	 * @param configuration the settings in effect, by property name
	 * @param caches the caches by name
	 */
	public record FgaDescriptor(List<RuleDescriptor> rules, List<AgeLimitDescriptor> recentAuthentication,
			List<HandlerDescriptor> undeclaredHandlers, Map<String, Object> configuration,
			Map<String, CacheDescriptor> caches) implements OperationResponseBody {

	}

	/**
	 * A rule or a filter.
	 *
	 * @param method the method: class, name and simple parameter types
	 * @param paths HTTP method and path pattern of each mapping, {@code null} if it is no
	 * handler method
	 * @param permissions the permission slugs
	 * @param match whether all of them are needed or any
	 * @param resourceType the slug of the resource type, {@code null} if it is not known
	 * before the rule is evaluated
	 * @param alwaysCurrent whether claims and caches are not asked
	 * @param enforcementPoint {@code handler} if it is decided before the arguments are
	 * bound, {@code method} if after, {@code result} for a filter
	 */
	public record RuleDescriptor(String method, @Nullable Set<String> paths, List<String> permissions, Match match,
			@Nullable String resourceType, boolean alwaysCurrent, String enforcementPoint) {

	}

	/**
	 * A demand for a recent authentication.
	 *
	 * @param method the method: class, name and simple parameter types
	 * @param paths HTTP method and path pattern of each mapping, {@code null} if it is no
	 * handler method
	 * @param maxAge how long ago callers may have authenticated; the policy of an
	 * organization may demand less
	 */
	public record AgeLimitDescriptor(String method, @Nullable Set<String> paths, Duration maxAge) {

	}

	/**
	 * A handler method.
	 *
	 * @param method the method: class, name and simple parameter types
	 * @param paths HTTP method and path pattern of each mapping
	 */
	public record HandlerDescriptor(String method, Set<String> paths) {

	}

	/**
	 * A cache. The numbers are {@code null} if it is not enabled.
	 *
	 * @param enabled whether it keeps anything
	 * @param size how many entries it has, more or less
	 * @param hits how often an entry was found
	 * @param misses how often none was found
	 * @param evictions how many entries were removed for lack of space or because their
	 * time was over
	 */
	public record CacheDescriptor(boolean enabled, @Nullable Long size, @Nullable Long hits, @Nullable Long misses,
			@Nullable Long evictions) {

		private static CacheDescriptor of(@Nullable Cache<?, ?> cache) {
			if (cache == null) {
				return new CacheDescriptor(false, null, null, null, null);
			}
			CacheStats stats = cache.stats();
			return new CacheDescriptor(true, cache.estimatedSize(), stats.hitCount(), stats.missCount(),
					stats.evictionCount());
		}

	}

	/**
	 * What was decided lately.
	 *
	 * @param denials the denials, the latest first
	 */
	public record DecisionsDescriptor(List<RecentDenials.Denial> denials) implements OperationResponseBody {

	}

}
