package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.revocation.LiveChangeBroadcast;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says at start-up where WorkOS can send events, and whom they reach.
 */
final class WebhookReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(WebhookReport.class);

	private final FgaProperties properties;

	private final ListableBeanFactory beanFactory;

	WebhookReport(FgaProperties properties, ListableBeanFactory beanFactory) {
		this.properties = properties;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		String endpoint = "Webhooks of WorkOS are received at " + this.properties.webhooks().path();
		if (this.properties.events().poll() || isShared()) {
			logger.info(endpoint);
		}
		else {
			logger.info(endpoint + ". What they tell takes effect in this instance of the application only: for others,"
					+ " add Spring Data Redis, or set fga.events.poll=true");
		}
	}

	private boolean isShared() {
		return this.beanFactory.getBeanNamesForType(LiveChangeBroadcast.class, true, false).length > 0;
	}

}
