package com.example.cookbook;

import java.util.List;

/**
 * What goes out, and to whom.
 */
interface Outbox {

	List<String> subscribedProjects();

	List<Subscription> subscriptions();

	void cancel(Subscription subscription);

	void keep(String report);

	void send(String userId, String report);

}
