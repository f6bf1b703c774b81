package com.example.lists;

/**
 * A project of the application.
 */
record Project(String id, String name) {

}
