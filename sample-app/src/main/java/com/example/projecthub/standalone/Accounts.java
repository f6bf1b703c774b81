package com.example.projecthub.standalone;

import java.util.List;
import java.util.Optional;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The product's own table of users.
 */
@Repository
@Profile("standalone")
class Accounts {

	private static final String SELECT = "select id, organization_id, username, password, email, email_verified, active"
			+ " from account ";

	private final JdbcClient jdbc;

	Accounts(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Optional<Account> findByUsername(String username) {
		return this.jdbc.sql(SELECT + "where username = ?").param(username).query(Account.class).optional();
	}

	Optional<Account> find(String id, String organizationId) {
		return this.jdbc.sql(SELECT + "where id = ? and organization_id = ?")
			.params(id, organizationId)
			.query(Account.class)
			.optional();
	}

	/**
	 * Some of the accounts that WorkOS does not know yet, as far as this product knows.
	 * @param after the id of the last one that was dealt with
	 */
	List<Account> findNotProvisioned(String after) {
		return this.jdbc.sql(SELECT + "where not provisioned and id > ? order by id limit 100")
			.param(after)
			.query(Account.class)
			.list();
	}

	void insert(Account account) {
		this.jdbc.sql("""
				insert into account
				(id, organization_id, username, password, email, email_verified, active, provisioned)
				values (?, ?, ?, ?, ?, ?, ?, false)""")
			.params(account.id(), account.organizationId(), account.username(), account.password(), account.email(),
					account.emailVerified(), account.active())
			.update();
	}

	void markProvisioned(Account account) {
		this.jdbc.sql("update account set provisioned = true where id = ?").param(account.id()).update();
	}

	void setActive(Account account, boolean active) {
		this.jdbc.sql("update account set active = ? where id = ?").params(active, account.id()).update();
	}

	void delete(Account account) {
		this.jdbc.sql("delete from account where id = ?").param(account.id()).update();
	}

	String organizationName(String organizationId) {
		return this.jdbc.sql("select name from organization where id = ?")
			.param(organizationId)
			.query(String.class)
			.single();
	}

}
