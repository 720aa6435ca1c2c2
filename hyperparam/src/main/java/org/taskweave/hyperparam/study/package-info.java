/** A study's file: settings, recipe and search space, checked together before anything runs. */
package org.taskweave.hyperparam.study;
