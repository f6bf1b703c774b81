package com.example.projecthub.standalone;

import java.util.List;

import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.UnprocessableEntityException;
import com.workos.common.exceptions.WorkOSException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings accounts to WorkOS, however often it takes.
 */
@Component
@Profile("standalone")
class AccountMigration {

	private static final Log logger = LogFactory.getLog(AccountMigration.class);

	private final Accounts accounts;

	private final WorkOsAccounts workOsAccounts;

	AccountMigration(Accounts accounts, WorkOsAccounts workOsAccounts) {
		this.accounts = accounts;
		this.workOsAccounts = workOsAccounts;
	}

	/**
	 * Tells WorkOS about all accounts that it does not know yet. Ends early when WorkOS
	 * is out of reach or its rate limit is; the next run goes on from there.
	 */
	@Scheduled(cron = "${project-hub.migration:0 * * * * *}")
	void run() {
		int refused = 0;
		try {
			List<Account> batch = this.accounts.findNotProvisioned("");
			while (!batch.isEmpty()) {
				for (Account account : batch) {
					refused += provision(account) ? 0 : 1;
				}
				batch = this.accounts.findNotProvisioned(batch.get(batch.size() - 1).id());
			}
		}
		catch (WorkOSException ex) {
			logger.warn("WorkOS answered " + ex.status + "; the migration goes on with the next run");
		}
		if (refused > 0) {
			logger.warn(refused + " accounts cannot be migrated until somebody has looked at their email addresses");
		}
	}

	/**
	 * Tells WorkOS about a new account. If that fails, the next run makes up for it.
	 */
	void add(Account account) {
		try {
			if (!provision(account)) {
				logger.warn("A new account cannot be migrated until somebody has looked at its email address");
			}
		}
		catch (WorkOSException ex) {
			logger.warn("WorkOS answered " + ex.status + "; a new account follows with the next run");
		}
	}

	private boolean provision(Account account) {
		try {
			this.workOsAccounts.add(account, this.accounts.organizationName(account.organizationId()), "member");
			this.accounts.markProvisioned(account);
			return true;
		}
		catch (BadRequestException | UnprocessableEntityException | EmailTakenException ex) {
			return false;
		}
	}

}
