package com.example.cookbook;

import java.time.Instant;
import java.util.List;

import io.github.fgaspring.authentication.FgaSession;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.stereotype.Component;

@Component
class ReportJobs {

	private final ReportBuilder builder;

	private final Reports reports;

	private final Outbox outbox;

	ReportJobs(ReportBuilder builder, Reports reports, Outbox outbox) {
		this.builder = builder;
		this.reports = reports;
		this.outbox = outbox;
	}

	@Scheduled(cron = "0 0 3 * * *")
	void everything() {
		this.outbox.subscribedProjects().forEach((projectId) -> this.outbox.keep(this.builder.build(projectId)));
	}

	@Scheduled(cron = "0 0 6 * * *")
	void subscriptions() {
		for (Subscription subscription : this.outbox.subscriptions()) {
			try {
				as(subscription, () -> send(subscription));
			}
			catch (AccessDeniedException ex) {
				this.outbox.cancel(subscription);
			}
		}
	}

	private void send(Subscription subscription) {
		this.outbox.send(subscription.userId(), this.reports.of(subscription.projectId()));
	}

	private static void as(Subscription subscription, Runnable task) {
		FgaSession session = FgaSession.of(subscription.userId())
			.organizationId(subscription.organizationId())
			.issuedAt(Instant.now())
			.build();
		new DelegatingSecurityContextRunnable(task,
				new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(session, null, List.of())))
			.run();
	}

}
