package com.example.live;

import io.github.fgaspring.events.FgaEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class FormerUsers {

	private final Accounts accounts;

	FormerUsers(Accounts accounts) {
		this.accounts = accounts;
	}

	@EventListener(condition = "#event.type == 'user.deleted'")
	void forget(FgaEvent event) {
		this.accounts.deleteByWorkosId(String.valueOf(event.data().get("id")));
	}

}
