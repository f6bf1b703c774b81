package com.example.projecthub.standalone;

import java.util.List;
import java.util.UUID;

import com.example.projecthub.OrganizationIds;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The members of the caller's organization. What takes something away does so here first,
 * and what gives something does so at WorkOS first: a failure in between leaves less, not
 * more.
 */
@RestController
@RequestMapping("/api/members")
@RequiresPermission("org:manage")
@Profile("standalone")
class MemberController {

	private final PasswordEncoder passwords = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	private final Accounts accounts;

	private final WorkOsAccounts workOsAccounts;

	private final AccountMigration migration;

	MemberController(Accounts accounts, WorkOsAccounts workOsAccounts, AccountMigration migration) {
		this.accounts = accounts;
		this.workOsAccounts = workOsAccounts;
		this.migration = migration;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Member add(@RequestBody NewMember member, @AuthenticationPrincipal FgaSession session) {
		Account account = new Account(UUID.randomUUID().toString(), OrganizationIds.of(session), member.username(),
				this.passwords.encode(member.password()), member.email(), false, true);
		this.accounts.insert(account);
		this.migration.add(account);
		return new Member(account.id());
	}

	@PutMapping("/{id}/roles")
	void changeRoles(@PathVariable String id, @RequestBody List<String> roles,
			@AuthenticationPrincipal FgaSession session) {
		this.workOsAccounts.changeRoles(find(id, session), roles);
	}

	@PostMapping("/{id}/deactivation")
	void deactivate(@PathVariable String id, @AuthenticationPrincipal FgaSession session) {
		Account account = find(id, session);
		this.accounts.setActive(account, false);
		this.workOsAccounts.deactivate(account);
	}

	@DeleteMapping("/{id}/deactivation")
	void reactivate(@PathVariable String id, @AuthenticationPrincipal FgaSession session) {
		Account account = find(id, session);
		this.workOsAccounts.reactivate(account);
		this.accounts.setActive(account, true);
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@PathVariable String id, @AuthenticationPrincipal FgaSession session) {
		Account account = find(id, session);
		this.accounts.setActive(account, false);
		this.workOsAccounts.remove(account);
		this.accounts.delete(account);
	}

	private Account find(String id, FgaSession session) {
		return this.accounts.find(id, OrganizationIds.of(session)).orElseThrow(OrganizationIds::notFound);
	}

	record Member(String id) {

	}

	record NewMember(String username, String password, String email) {

	}

}
