package io.github.fgaspring.membership;

import java.util.List;
import java.util.Set;

import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.decision.ResourceTenancy;

import org.springframework.util.Assert;

/**
 * Asks another {@link ResourceTenancy}, which knows organizations by the ids of WorkOS
 * only. To an organization that WorkOS does not know, nothing is known to belong.
 */
public final class TranslatingResourceTenancy implements ResourceTenancy {

	private final ResourceTenancy delegate;

	private final WorkOsIds ids;

	/**
	 * Creates a decorator.
	 * @param delegate knows organizations by the ids of WorkOS
	 * @param ids knows these ids
	 */
	public TranslatingResourceTenancy(ResourceTenancy delegate, WorkOsIds ids) {
		Assert.notNull(delegate, "delegate cannot be null");
		Assert.notNull(ids, "ids cannot be null");
		this.delegate = delegate;
		this.ids = ids;
	}

	@Override
	public boolean belongsTo(ResourceReference resource, String organizationId) {
		String id = this.ids.ofOrganization(organizationId, false);
		return id != null && this.delegate.belongsTo(resource, id);
	}

	@Override
	public Set<ResourceReference> belonging(List<ResourceReference> resources, String organizationId) {
		String id = this.ids.ofOrganization(organizationId, false);
		return (id != null) ? this.delegate.belonging(resources, id) : Set.of();
	}

}
