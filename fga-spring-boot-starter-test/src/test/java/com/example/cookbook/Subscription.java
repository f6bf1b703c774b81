package com.example.cookbook;

/**
 * Somebody who wants a report every morning.
 */
record Subscription(String userId, String organizationId, String projectId) {

}
