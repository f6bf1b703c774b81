package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tenant.
 *
 * @param id the id, such as {@code org_acme}
 * @param name the name shown to people
 * @param externalId the id in the customer's own database, or {@code null}
 * @param domains the domain names that belong to it
 * @param metadata what the customer keeps with it
 * @param stripeCustomerId the id at the customer's payment provider, or {@code null}
 * @param allowsOutsideProfiles whether people of other domains are let in; the emulator
 * keeps it without effect
 * @param createdAt when it was created
 * @param updatedAt when it was changed last
 */
public record Organization(String id, String name, @Nullable String externalId, List<OrganizationDomain> domains,
		Map<String, String> metadata, @Nullable String stripeCustomerId, boolean allowsOutsideProfiles,
		Instant createdAt, Instant updatedAt) implements Identified {

	public Organization {
		domains = List.copyOf(domains);
		metadata = Ordered.copyOf(metadata);
	}

}
