package com.example.standalone;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class StoredMemberships implements MembershipResolver {

	private final JdbcClient jdbc;

	StoredMemberships(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public @Nullable Membership resolve(FgaSession session) {
		return this.jdbc.sql("""
				select m.workos_id as id, o.workos_id as organization_id
				from membership m join organization o on o.id = m.organization_id
				where m.account_id = ? and m.organization_id = ?""")
			.params(session.userId(), session.organizationId())
			.query(Membership.class)
			.optional()
			.orElse(null);
	}

}
