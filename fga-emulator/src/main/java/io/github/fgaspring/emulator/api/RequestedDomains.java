package io.github.fgaspring.emulator.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.model.Organization;
import io.github.fgaspring.emulator.model.OrganizationDomain;

/**
 * The domains that a request gives to an organization, in one of the two forms the API
 * has. WorkOS does not document the state of a domain that is named without one; here
 * nobody has verified it yet.
 */
final class RequestedDomains {

	static final String NAMES = "domains";

	static final String DATA = "domain_data";

	private static final Pattern DOMAIN = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+");

	private static final String PENDING = "pending";

	private final Map<String, String> states = new LinkedHashMap<>();

	private RequestedDomains() {
	}

	/**
	 * The domains in a body, or empty if the body does not speak of domains.
	 */
	static Optional<RequestedDomains> from(RequestBody body) {
		if (body.has(NAMES) && body.has(DATA)) {
			throw ApiException
				.unprocessable("Validation failed: %s and %s are mutually exclusive.".formatted(NAMES, DATA));
		}
		RequestedDomains domains = new RequestedDomains();
		if (body.has(NAMES)) {
			body.texts(NAMES).forEach((name) -> domains.add(NAMES, name, PENDING));
			return Optional.of(domains);
		}
		if (body.has(DATA)) {
			for (RequestBody data : body.objects(DATA, "domain", "state")) {
				String state = data.optionalChoice("state", PENDING, "verified")
					.orElseThrow(() -> RequestBody.invalid("state", "is required"));
				domains.add(DATA, data.text("domain"), state);
			}
			return Optional.of(domains);
		}
		return Optional.empty();
	}

	private void add(String field, String name, String state) {
		String domain = name.toLowerCase(Locale.ROOT);
		if (!DOMAIN.matcher(domain).matches()) {
			throw RequestBody.invalid(field, "must have domain names such as example.com");
		}
		if (this.states.putIfAbsent(domain, state) != null) {
			throw RequestBody.invalid(field, "must have every domain once");
		}
	}

	void refuseThoseOf(List<Organization> others) {
		for (Organization other : others) {
			for (OrganizationDomain taken : other.domains()) {
				if (this.states.containsKey(taken.domain())) {
					throw ApiException
						.conflict("The domain '%s' belongs to another organization.".formatted(taken.domain()));
				}
			}
		}
	}

	List<OrganizationDomain> toDomains(List<OrganizationDomain> current, Supplier<String> newId) {
		Map<String, String> ids = new LinkedHashMap<>();
		current.forEach((domain) -> ids.put(domain.domain(), domain.id()));
		List<OrganizationDomain> domains = new ArrayList<>();
		this.states.forEach((domain, state) -> domains
			.add(new OrganizationDomain(ids.computeIfAbsent(domain, (name) -> newId.get()), domain, state)));
		return domains;
	}

}
